/* The part of a page that takes a QR: camera, photograph, or pasted text.

   <div data-scanner data-looking="…" …> holds <video>, [data-scanner-says], [data-scanner-start] and
   input[data-scanner-photo]; sentences stand in data attributes, or are words of `proof.words`. */
(function (proof) {
  "use strict";

  function sentence(box, name) {
    const own = box.getAttribute(`data-${name}`);
    return own === null ? proof.words.say(`camera_${name}`) : own;
  }

  /* `took(text)` is given what was read, and says whether it was of use. */
  function bind(box, took) {
    const says = box.querySelector("[data-scanner-says]");
    const start = box.querySelector("[data-scanner-start]");
    const photo = box.querySelector("[data-scanner-photo]");
    const video = box.querySelector("video");
    const tell = (name) => {
      says.textContent = sentence(box, name);
    };
    const seen = (text) => {
      const useful = took(text);
      if (!useful) tell("foreign");
      return useful;
    };
    box.hidden = false;
    video.parentElement.hidden = true;
    start.hidden = !proof.camera.isThere();
    start.addEventListener("click", () => {
      start.disabled = true;
      tell("looking");
      video.parentElement.hidden = false;
      proof.camera
        .watch(video, seen)
        .catch(() => tell("refused"))
        .then(() => {
          video.parentElement.hidden = true;
          start.disabled = false;
        });
    });
    photo.addEventListener("change", () => {
      const file = photo.files[0];
      if (!file) return;
      proof.camera
        .photo(file)
        .then((text) => (text ? seen(text) : tell("no-code")))
        .catch(() => tell("no-reader"))
        .then(() => {
          photo.value = "";
        });
    });
  }

  proof.seeing = { bind };
})((self.opmProof = self.opmProof || {}));
