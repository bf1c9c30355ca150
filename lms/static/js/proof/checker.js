/* The checker in one file: codes, PDFs and credentials, by the keys and lists inside the file. */
(function (proof) {
  "use strict";

  const own = JSON.parse(document.getElementById("kit").textContent);
  const kit = proof.kit.of(own.keys, own.lists);
  const box = document.querySelector("[data-answer-box]");
  let last = null;

  function show(result) {
    last = result;
    proof.answer.show(box, result);
  }

  function judged(judge, what) {
    kit
      .then((found) => judge(what, found, new Date()))
      .catch(() => ({ state: "no_check" }))
      .then(show);
  }

  function read(file) {
    const reader = new FileReader();
    reader.onload = () => judged(proof.file, new Uint8Array(reader.result));
    reader.onerror = () => show({ state: "file_unknown" });
    reader.readAsArrayBuffer(file);
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
