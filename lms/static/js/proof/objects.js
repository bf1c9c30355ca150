/* The objects of a PDF, read as strictly as our own programs write them: whatever is written
   otherwise is refused, so that no reader can see something else in it.

   Dictionaries are objects whose keys begin with a slash, lists are lists, all else is a text that
   begins with what it is: "/Name", "#1.5", "(letters", "R12" for 12 0 R, "=true". */
(function (proof) {
  "use strict";

  const DEEPEST = 40;
  const TOKEN = /[\t\n\f\r ]*(?:(<<|>>|\[|\])|(\d{1,8}) 0 R(?![\w.])|(\/[\w.+:-]*)|([+-]?\d{1,12}(?:\.\d{0,12})?)(?![\w.])|(true|false|null)(?!\w)|(\()|<([0-9A-Fa-f\s]*)>)/y;
  const ESCAPED = /([0-7]{1,3})|(\r\n|[^])/y;
  const ESCAPES = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", "\r\n": "", "\r": "", "\n": "" };
  const HEAD = /[\t\n\f\r ]*(\d{1,8}) 0 obj(?![\w.])/y;
  const STREAM = /[\t\n\f\r ]*stream\r?\n/y;
  const AFTER = /\r?\n?endstream/y;
  const END = /[\t\n\f\r ]*endobj(?!\w)/y;

  function demand(holds, why) {
    if (!holds) throw new proof.Unreadable(why);
  }

  /* A pattern that has to match just here. */
  function here(pattern, text, at) {
    pattern.lastIndex = at;
    return pattern.exec(text);
  }

  function Reader(text, at) {
    this.text = text;
    this.at = at;
  }

  Reader.prototype.next = function () {
    const match = here(TOKEN, this.text, this.at);
    demand(match, "no object");
    this.at = TOKEN.lastIndex;
    return match;
  };

  Reader.prototype.value = function (depth, match) {
    const [, mark, reference, name, number, word, string, digits] = match || this.next();
    demand(depth < DEEPEST && mark !== ">>" && mark !== "]", "no object");
    if (mark === "<<") return this.dictionary(depth);
    if (mark === "[") return this.list(depth);
    if (reference !== undefined) return `R${Number(reference)}`;
    if (name !== undefined) return name;
    if (number !== undefined) return `#${Number(number)}`;
    if (word !== undefined) return `=${word}`;
    if (string !== undefined) return `(${this.letters()}`;
    const hex = digits.replace(/\s/g, "");
    return `(${hex.replace(/..?/g, (two) => String.fromCharCode(parseInt(two.length < 2 ? `${two}0` : two, 16)))}`;
  };

  Reader.prototype.dictionary = function (depth) {
    const found = Object.create(null);
    for (let match = this.next(); match[1] !== ">>"; match = this.next()) {
      demand(match[3] !== undefined && !(match[3] in found), "no dictionary");
      found[match[3]] = this.value(depth + 1);
    }
    return found;
  };

  Reader.prototype.list = function (depth) {
    const found = [];
    for (let match = this.next(); match[1] !== "]"; match = this.next()) found.push(this.value(depth + 1, match));
    return found;
  };

  Reader.prototype.letters = function () {
    let found = "";
    for (let depth = 1; ; ) {
      demand(this.at < this.text.length, "no end of a string");
      const letter = this.text[this.at];
      this.at += 1;
      if (letter === "(") depth += 1;
      if (letter === ")") depth -= 1;
      if (!depth) return found;
      found += letter === "\\" ? this.escaped() : letter;
    }
  };

  Reader.prototype.escaped = function () {
    const [whole, octal] = here(ESCAPED, this.text, this.at) || [""];
    this.at += whole.length;
    if (octal) return String.fromCharCode(parseInt(octal, 8) & 255);
    return whole in ESCAPES ? ESCAPES[whole] : whole;
  };

  /* The object that begins here: {number, value, stream, from, end}; its stream as it is packed. */
  function objectAt(bytes, text, from) {
    const head = here(HEAD, text, from);
    demand(head, "no object");
    const reader = new Reader(text, HEAD.lastIndex);
    const value = reader.value(0);
    const found = { number: Number(head[1]), value, stream: null, from: HEAD.lastIndex - head[0].trim().length };
    if (here(STREAM, text, reader.at)) {
      const begins = STREAM.lastIndex;
      const length = Number(String(value["/Length"]).slice(1));
      demand(/^#\d+$/.test(value["/Length"]) && begins + length <= text.length, "no length");
      found.stream = bytes.subarray(begins, begins + length);
      demand(here(AFTER, text, begins + length), "another length");
      reader.at = AFTER.lastIndex;
    }
    demand(here(END, text, reader.at), "no end");
    found.end = END.lastIndex;
    return found;
  }

  /* The value that is written here, inside of a stream of objects. */
  function valueAt(text, at) {
    return new Reader(text, at).value(0);
  }

  proof.objects = { objectAt, valueAt, here, demand };
})((self.opmProof = self.opmProof || {}));
