/* The checker in one file: codes, PDFs and credentials, by the keys and lists inside the file. */
(function (proof) {
  "use strict";

  const own = JSON.parse(document.getElementById("kit").textContent);
  const kit = proof.kit.of(own.keys, own.lists);
  const box = document.querySelector("[data-answer-box]");
  let last = null;
  let turn = 0; // what was asked before is not answered any more once something newer was

  function show(result) {
    last = result;
    proof.answer.show(box, result);
  }

  function answered(result) {
    const mine = (turn += 1);
    result.catch(() => ({ state: "no_check" })).then((found) => mine === turn && show(found));
  }

  function judged(judge, what) {
    answered(kit.then((found) => judge(what, found, new Date())));
  }

  function content(file) {
    return new Promise((done, failed) => {
      const reader = new FileReader();
      reader.onload = () => done(new Uint8Array(reader.result));
      reader.onerror = failed;
      reader.readAsArrayBuffer(file);
    });
  }

  function read(file) {
    const judge = (bytes) => kit.then((found) => proof.file(bytes, found, new Date()));
    answered(content(file).then(judge, () => ({ state: "file_unknown" })));
  }

  function sayAge() {
    const madeAt = new Date(own.madeAt);
    document.querySelector("[data-age]").textContent = proof.words.say("age", proof.words.moment(madeAt));
  }

  function bindFiles() {
    const input = document.getElementById("file");
    const area = document.querySelector("[data-file-drop]");
    input.addEventListener("change", () => {
      if (input.files[0]) read(input.files[0]);
      input.value = "";
    });
    ["dragover", "drop"].forEach((name) => {
      area.addEventListener(name, (event) => event.preventDefault());
    });
    area.addEventListener("drop", (event) => {
      if (event.dataTransfer.files.length === 1) read(event.dataTransfer.files[0]);
    });
  }

  proof.words.fill();
  sayAge();
  bindFiles();
  proof.words.offerLanguages(document.querySelector("[data-language]"), () => {
    sayAge();
    if (last) show(last);
  });
  proof.seeing.bind(document.querySelector("[data-scanner]"), (text) => {
    judged(proof.judge, text);
    return true;
  });
  document.querySelector("[data-text]").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = document.getElementById("text").value.trim();
    // a credential may be pasted too
    if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)) judged(proof.credential.judge, text);
    else judged(proof.judge, text);
  });
})((self.opmProof = self.opmProof || {}));
