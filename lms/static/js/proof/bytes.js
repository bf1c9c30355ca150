/* Bytes and texts, for checking certificates: in pages, without a network, and from a file.

   The scripts of this folder are plain scripts without imports, so that one file can hold them
   all; they ask for ES2015 and nothing newer, and hang on one name, `opmProof`. */
(function (proof) {
  "use strict";

  function Unreadable(why) {
    this.message = why;
  }
  Unreadable.prototype = Object.create(Error.prototype);

  /* A decimal number of any length as big-endian bytes. */
  function ofDecimal(digits) {
    const found = []; // the lowest byte first
    for (let at = 0; at < digits.length; at += 7) {
      const part = digits.slice(at, at + 7);
      let carry = Number(part);
      const step = Math.pow(10, part.length);
      for (let place = 0; place < found.length; place += 1) {
        carry += found[place] * step;
        found[place] = carry % 256;
        carry = Math.floor(carry / 256);
      }
      for (; carry; carry = Math.floor(carry / 256)) found.push(carry % 256);
    }
    return new Uint8Array(found.reverse());
  }

  function hex(bytes) {
    let text = "";
    for (let at = 0; at < bytes.length; at += 1) text += (bytes[at] + 256).toString(16).slice(1);
    return text;
  }

  function ofHex(text) {
    const bytes = new Uint8Array(text.length >> 1);
    for (let at = 0; at < bytes.length; at += 1) bytes[at] = parseInt(text.substr(at * 2, 2), 16);
    return bytes;
  }

  /* A byte a letter. */
  function ofLetters(text) {
    const bytes = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
    return bytes;
  }

  /* A letter a byte: what a PDF is made of can be searched like a text. */
  function letters(bytes) {
    const found = [];
    for (let at = 0; at < bytes.length; at += 8192)
      found.push(String.fromCharCode.apply(null, bytes.subarray(at, at + 8192)));
    return found.join("");
  }

  function ofBase64url(text) {
    if (!/^[\w-]*$/.test(text)) throw new Unreadable("not base64url");
    return ofLetters(atob(text.replace(/-/g, "+").replace(/_/g, "/")));
  }

  /* UTF-8, strictly. */
  function text(bytes) {
    try {
      return decodeURIComponent(hex(bytes).replace(/../g, "%$&"));
    } catch (fault) {
      throw new Unreadable("not UTF-8");
    }
  }

  /* TIS-620: ASCII, and Thai a byte a letter. */
  function thai(bytes) {
    let found = "";
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (byte > 0x7f && (byte < 0xa1 || (byte > 0xda && byte < 0xdf) || byte > 0xfb))
        throw new Unreadable("not TIS-620");
      found += String.fromCharCode(byte > 0x7f ? byte - 0xa1 + 0x0e01 : byte);
    }
    return found;
  }

  function join(parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    parts.forEach((part) => {
      whole.set(part, at);
      at += part.length;
    });
    return whole;
  }

  function same(one, other) {
    return hex(one) === hex(other);
  }

  proof.Unreadable = Unreadable;
  proof.bytes = { ofDecimal, hex, ofHex, ofLetters, letters, ofBase64url, text, thai, join, same };
})((self.opmProof = self.opmProof || {}));
