/* CBOR as certificates write it (RFC 8949): whole numbers, bytes, texts, lists and maps with small
   keys in order. Anything else is refused. */
(function (proof) {
  "use strict";

  const DEEPEST = 4;

  function Reader(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  Reader.prototype.take = function (count) {
    const end = this.at + count;
    if (end > this.bytes.length) throw new proof.Unreadable("cut short");
    const part = this.bytes.subarray(this.at, end);
    this.at = end;
    return part;
  };

  /* The kind and the number of an item, in the shortest way that says it. */
  Reader.prototype.head = function () {
    const first = this.take(1)[0];
    const small = first & 31;
    if (small < 24) return [first >> 5, small];
    if (small > 26) throw new proof.Unreadable("not CBOR as certificates write it");
    const number = this.take(1 << (small - 24)).reduce((sum, byte) => sum * 256 + byte, 0);
    if (number < [24, 256, 65536][small - 24]) throw new proof.Unreadable("not the shortest");
    return [first >> 5, number];
  };

  Reader.prototype.item = function (depth) {
    if (depth > DEEPEST) throw new proof.Unreadable("too deep");
    const [kind, number] = this.head();
    switch (kind) {
      case 0:
        return number;
      case 1:
        return -1 - number;
      case 2:
        return this.take(number);
      case 3:
        return proof.bytes.text(this.take(number));
      case 4:
        return this.list(number, depth);
      case 5:
        return this.map(number, depth);
      default:
        throw new proof.Unreadable("not CBOR as certificates write it");
    }
  };

  Reader.prototype.list = function (count, depth) {
    const found = [];
    for (let left = count; left; left -= 1) found.push(this.item(depth + 1));
    return found;
  };

  Reader.prototype.map = function (count, depth) {
    const found = {};
    let last = 0;
    for (let left = count; left; left -= 1) {
      const key = this.item(depth + 1);
      if (typeof key !== "number" || key <= last) throw new proof.Unreadable("keys out of order");
      found[key] = this.item(depth + 1);
      last = key;
    }
    return found;
  };

  /* The one item in these bytes. */
  function read(bytes) {
    const reader = new Reader(bytes);
    const item = reader.item(0);
    if (reader.at !== bytes.length) throw new proof.Unreadable("more than one item");
    return item;
  }

  /* Bytes as an item. */
  function ofBytes(bytes) {
    const length = bytes.length;
    if (length > 65535) throw new proof.Unreadable("too long");
    const head = length < 24 ? [64 + length] : length < 256 ? [88, length] : [89, length >> 8, length & 255];
    return proof.bytes.join([new Uint8Array(head), bytes]);
  }

  proof.cbor = { read, ofBytes };
})((self.opmProof = self.opmProof || {}));
