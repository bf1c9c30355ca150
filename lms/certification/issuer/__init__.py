"""Who issues: names, emblem, signatories and words, set in the browser, published in versions."""
