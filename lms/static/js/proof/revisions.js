/* The revisions of a PDF: the tables of where each object stands, and what it was before. */
(function (proof) {
  "use strict";

  const MOST_UNPACKED = 2000000; // bytes
  const START = /startxref\r?\n(\d{1,10})\r?\n%%EOF\r?\n?$/;
  const { demand, objectAt, valueAt } = proof.objects;

  function unpacked(one) {
    const { value, stream } = one;
    demand(stream && value["/Filter"] === "/FlateDecode", "packed otherwise");
    const parts = [];
    let size = 0;
    const engine = new self.pako.Inflate();
    engine.onData = (part) => {
      size += part.length;
      demand(size <= MOST_UNPACKED, "too large");
      parts.push(part);
    };
    engine.push(stream, true);
    demand(!engine.err, "not packed as it says");
    return unpredicted(proof.bytes.join(parts), value["/DecodeParms"]);
  }

  /* Rows that are written as what is added to the row above (PNG's "up"), as qpdf does. */
  function unpredicted(bytes, how) {
    if (how === undefined) return bytes;
    const columns = Number(String(how["/Columns"]).slice(1));
    demand(how["/Predictor"] === "#12" && columns > 0 && bytes.length % (columns + 1) === 0, "packed otherwise");
    const rows = new Uint8Array((bytes.length / (columns + 1)) * columns);
    for (let place = 0; place < rows.length; place += 1) {
      const row = Math.floor(place / columns);
      demand(bytes[row * (columns + 1)] === 2, "packed otherwise");
      rows[place] = bytes[place + row + 1] + (row ? rows[place - columns] : 0);
    }
    return rows;
  }

  function numbers(list, least) {
    demand(Array.isArray(list) && list.every((one) => /^#\d+$/.test(one)) && list.length >= least, "no numbers");
    return list.map((one) => Number(one.slice(1)));
  }

  /* Object number → [kind, place, …] of one table. */
  function entriesOf(one) {
    const widths = numbers(one.value["/W"], 3);
    const row = widths.reduce((sum, width) => sum + width, 0);
    const index = numbers(one.value["/Index"] || ["#0", one.value["/Size"]], 2);
    const bytes = unpacked(one);
    const found = new Map();
    let at = 0;
    demand(widths.length === 3 && row > 0 && index.length % 2 === 0, "no table");
    for (let pair = 0; pair < index.length; pair += 2)
      for (let number = index[pair]; number < index[pair] + index[pair + 1]; number += 1) {
        demand(at + row <= bytes.length && !found.has(number), "no table");
        found.set(number, fieldsOf(bytes, at, widths));
        at += row;
      }
    demand(at === bytes.length, "no table");
    return found;
  }

  function fieldsOf(bytes, from, widths) {
    let at = from;
    return widths.map((width) => {
      let field = 0;
      for (const end = at + width; at < end; at += 1) field = field * 256 + bytes[at];
      return field;
    });
  }

  function File(bytes, text) {
    this.bytes = bytes;
    this.text = text;
    this.tables = new Map();
  }

  /* Where the table stands of the file that ends here. */
  File.prototype.startOf = function (end) {
    const match = START.exec(this.text.slice(Math.max(0, end - 64), end));
    demand(match, "no end of a revision");
    return Number(match[1]);
  };

  /* The table that stands here: {value, entries}. */
  File.prototype.table = function (at) {
    if (!this.tables.has(at)) {
      const one = objectAt(this.bytes, this.text, at);
      demand(one.value["/Type"] === "/XRef" && one.value["/Encrypt"] === undefined, "no table");
      this.tables.set(at, { value: one.value, entries: entriesOf(one) });
    }
    return this.tables.get(at);
  };

  /* An object as it was in the revision whose table stands here; null when there was none. */
  File.prototype.object = function (start, number) {
    for (let at = start, left = 40; left; left -= 1) {
      const { value, entries } = this.table(at);
      if (entries.has(number)) return this.entry(start, number, entries.get(number));
      if (value["/Prev"] === undefined) return null;
      at = Number(value["/Prev"].slice(1));
    }
    throw new proof.Unreadable("too many revisions");
  };

  File.prototype.entry = function (start, number, [kind, place, index]) {
    if (kind === 0) return null;
    if (kind === 1) {
      const one = objectAt(this.bytes, this.text, place);
      demand(one.number === number, "another object");
      return one;
    }
    const holder = this.object(start, place);
    demand(kind === 2 && holder && holder.value["/Type"] === "/ObjStm", "no object");
    const text = proof.bytes.letters(unpacked(holder));
    const first = Number(holder.value["/First"].slice(1));
    const heads = text.slice(0, first).trim().split(/\s+/).map(Number);
    demand(heads[index * 2] === number, "another object");
    return { number, value: valueAt(text, first + heads[index * 2 + 1]), stream: null };
  };

  proof.revisions = { File };
})((self.opmProof = self.opmProof || {}));
