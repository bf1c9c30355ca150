// Which of these scripts are not ES2015, as Node's own acorn parses them: a line each.
// Usage: node --expose-internals es2015.cjs FILE…
const { readFileSync } = require("fs");
const { parse } = require("internal/deps/acorn/acorn/dist/acorn");

for (const file of process.argv.slice(2)) {
  try {
    parse(readFileSync(file, "utf8"), { ecmaVersion: 2015 });
  } catch (fault) {
    console.log(`${file}: ${fault.message}`);
  }
}
