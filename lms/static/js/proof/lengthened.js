/* What follows the signature of a PDF: whether it is nothing but time stamps and what later checks
   of them will need (PAdES B-T, B-LT), as lms/certification/time_stamps.py appends them.

   Each object of a later revision has to be one of those that this file names, changed in nothing
   but what it names: a page, a font or a form that comes later is none of them. Whatever is not
   known here is not believed; that the stamps are an authority's own is not judged. */
(function (proof) {
  "use strict";

  const MOST_REVISIONS = 12;
  const HEAVIEST = 60000; // bytes of words about the document
  const XREF = ["/W", "/Type", "/Filter", "/Size", "/Root", "/Info", "/ID", "/Prev", "/Index", "/Length"];
  const STORE = ["/Type", "/Certs", "/CRLs", "/OCSPs"];
  const STAMP = { "/Type": "/DocTimeStamp", "/Filter": "/Adobe.PPKLite", "/SubFilter": "/ETSI.RFC3161" };
  const FIELD = { "/FT": "/Sig", "/Type": "/Annot", "/Subtype": "/Widget", "/Rect": ["#0", "#0", "#0", "#0"] };
  const FINISH = /\s*startxref\r?\n(\d{1,10})\r?\n%%EOF(?:\r?\n)?/y;
  const OUR_TOOLS = /^(?:(?:WeasyPrint|pyHanko)[\w .;]*|[\d:.TZ+-]+)$/;
  const { demand, objectAt, here } = proof.objects;

  function same(one, other) {
    return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
  }

  function sorted(value) {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(sorted);
    return Object.keys(value).sort().map((key) => [key, sorted(value[key])]);
  }

  function isDictionary(value) {
    return typeof value === "object" && !Array.isArray(value);
  }

  /* The same dictionary, whatever became of these keys. */
  function sameBut(was, now, keys) {
    if (!isDictionary(was) || !isDictionary(now)) return false;
    const all = Object.keys(Object.assign({}, was, now));
    return all.every((key) => keys.indexOf(key) >= 0 || (key in was && key in now && same(was[key], now[key])));
  }

  function hasOnly(value, keys) {
    return isDictionary(value) && Object.keys(value).every((key) => keys.indexOf(key) >= 0);
  }

  function holds(value, what) {
    return Object.keys(what).every((key) => same(value[key], what[key]));
  }

  function isReference(value) {
    return /^R\d+$/.test(value);
  }

  /* One revision: `each` object in it, beside what was there before (`start` of its table). */
  function Revision(file, from, start) {
    this.file = file;
    this.before = start;
    this.old = file.table(start).value;
    this.each = new Map();
    let at = from;
    let finish = here(FINISH, file.text, at);
    let last;
    for (; !finish; finish = here(FINISH, file.text, at)) {
      last = objectAt(file.bytes, file.text, at);
      demand(!this.each.has(last.number), "twice");
      this.each.set(last.number, last);
      at = last.end;
    }
    this.end = FINISH.lastIndex;
    this.start = Number(finish[1]);
    demand(last && last.from === this.start, "no table");
    this.table = last.value;
  }

  Revision.prototype.was = function (reference) {
    return this.file.object(this.before, Number(String(reference).slice(1)));
  };

  Revision.prototype.fresh = function (reference) {
    const found = isReference(reference) && this.each.get(Number(reference.slice(1)));
    return found && !this.was(reference) ? found.value : {};
  };

  /* The table names the objects of this revision, where they stand, and nothing else. */
  Revision.prototype.checkTable = function () {
    demand(hasOnly(this.table, XREF) && this.table["/Prev"] === `#${this.before}`, "no table");
    demand(isReference(this.table["/Root"]) && this.table["/Root"] === this.old["/Root"], "another root");
    demand(this.table["/Info"] === this.old["/Info"], "another table");
    const { entries } = this.file.table(this.start);
    const listed = Array.from(entries.keys()).filter((number) => number !== 0);
    demand(!entries.has(0) || entries.get(0)[0] === 0, "no table");
    demand(listed.length === this.each.size, "more or fewer");
    demand(listed.every((number) => number < Number(this.table["/Size"].slice(1))), "more than it says");
    listed.forEach((number) => {
      const [kind, place, generation] = entries.get(number);
      const one = this.each.get(number);
      demand(one && kind === 1 && generation === 0 && one.from === place, "elsewhere");
    });
  };

  Revision.prototype.check = function () {
    this.checkTable();
    this.each.forEach((one) => {
      if (one.from === this.start) return;
      const was = this.file.object(this.before, one.number);
      demand(was ? this.isKept(was, one) : this.isNew(one), "something else was added");
    });
  };

  /* By a number that nothing before it can have meant. */
  Revision.prototype.isNew = function (one) {
    if (!(one.number >= Number(this.old["/Size"].slice(1)))) return false;
    if (one.stream) return hasOnly(one.value, ["/Length"]);
    return this.isStore(one) || this.isField(one.value) || this.isStamp(one.value);
  };

  Revision.prototype.isKept = function (was, one) {
    const now = one.value;
    if (was.stream || one.stream) return this.isMetadata(was, one);
    if (Array.isArray(was.value)) return this.areFields(was.value, now);
    if (`R${one.number}` === this.table["/Root"]) return this.isRoot(was.value, now);
    if (`R${one.number}` === this.table["/Info"]) return sameBut(was.value, now, ["/Producer", "/ModDate"]);
    if (was.value["/Type"] === "/Page") return this.isPage(was.value, now);
    return this.isForm(was.value, now) || (hasOnly(was.value, STORE) && this.isStore(one));
  };

  Revision.prototype.isRoot = function (was, now) {
    const more = now["/Extensions"];
    return (
      sameBut(was, now, ["/AcroForm", "/DSS", "/Extensions", "/Version"]) &&
      (same(was["/AcroForm"], now["/AcroForm"]) || this.isForm(was["/AcroForm"], now["/AcroForm"])) &&
      (now["/DSS"] === undefined || isReference(now["/DSS"])) &&
      (more === undefined || !/"R\d/.test(JSON.stringify(sorted(more)))) &&
      (now["/Version"] === undefined || /^\/[12]\.\d$/.test(now["/Version"]))
    );
  };

  Revision.prototype.isForm = function (was, now) {
    if (!sameBut(was, now, ["/Fields", "/SigFlags"]) || !Array.isArray(was["/Fields"])) return false;
    return now["/SigFlags"] === "#3" && this.areFields(was["/Fields"], now["/Fields"]);
  };

  Revision.prototype.isPage = function (was, now) {
    return sameBut(was, now, ["/Annots"]) && this.areFields(was["/Annots"], now["/Annots"]);
  };

  /* The fields there were, each of them one of a signature, and behind them those of the stamps. */
  Revision.prototype.areFields = function (was, now) {
    if (!Array.isArray(was) || !Array.isArray(now) || !was.length) return false;
    const theirs = was.map((one) => (isReference(one) && this.was(one)) || { value: {} });
    const more = now.slice(was.length);
    return (
      theirs.every((one) => one.value["/FT"] === "/Sig") &&
      same(was, now.slice(0, was.length)) &&
      more.every((one) => this.isField(this.fresh(one)))
    );
  };

  Revision.prototype.isField = function (value) {
    const keys = [...Object.keys(FIELD), "/T", "/F", "/P", "/TU", "/V"];
    return hasOnly(value, keys) && holds(value, FIELD) && this.isStamp(this.fresh(value["/V"]));
  };

  /* A stamp is over every byte of this revision but its own. */
  Revision.prototype.isStamp = function (value) {
    const keys = [...Object.keys(STAMP), "/Contents", "/ByteRange"];
    if (!hasOnly(value, keys) || !holds(value, STAMP) || !Array.isArray(value["/ByteRange"])) return false;
    const [first, before, after, rest] = value["/ByteRange"].map((one) => Number(String(one).slice(1)));
    const own = this.file.text.slice(before, after);
    return first === 0 && after + rest === this.end && /^<[0-9A-Fa-f]*>$/.test(own);
  };

  /* The security store: lists of certificates and of answers about them, which no page shows. */
  Revision.prototype.isStore = function (one) {
    const root = this.each.get(Number(this.table["/Root"].slice(1)));
    const now = one.value;
    if (!root || root.value["/DSS"] !== `R${one.number}` || !hasOnly(now, STORE)) return false;
    return Object.keys(now).every((key) => key === "/Type" || (Array.isArray(now[key]) && now[key].every(isReference)));
  };

  /* The same words about the document, but those of the program and of the time. */
  Revision.prototype.isMetadata = function (was, now) {
    const what = { "/Type": "/Metadata", "/Subtype": "/XML" };
    if (!was.stream || !now.stream || !holds(was.value, what) || !holds(now.value, what)) return false;
    if (!hasOnly(now.value, ["/Type", "/Subtype", "/Length"]) || was.value["/Filter"] !== undefined) return false;
    if (Math.max(was.stream.length, now.stream.length) > HEAVIEST) return false;
    const known = wordsOf(was.stream);
    return wordsOf(now.stream).every((word) => known.indexOf(word) >= 0 || OUR_TOOLS.test(word));
  };

  function wordsOf(stream) {
    const text = proof.bytes.letters(stream).replace(/<\?[^>]*\?>/g, "");
    const found = text.match(/>[^<>]*<|="[^"]*"/g) || [];
    return found.map((one) => one.replace(/^(?:>|=")|[<"]$/g, "").trim()).filter(Boolean);
  }

  /* Whether the rest of the file, from `end` on, is as it may be. */
  function isOnlyLengthened(bytes, text, end) {
    try {
      const file = new proof.revisions.File(bytes, text);
      let start = file.startOf(end);
      let at = end;
      for (let left = MOST_REVISIONS; at < text.length; left -= 1) {
        demand(left, "too many revisions");
        const revision = new Revision(file, at, start);
        revision.check();
        start = revision.start;
        at = revision.end;
      }
      return true;
    } catch (fault) {
      return false; // what cannot be read is not known
    }
  }

  proof.isOnlyLengthened = isOnlyLengthened;
})((self.opmProof = self.opmProof || {}));
