/* A QR code read by this device: from its camera, or from a photograph of the paper.

   The browser's own reader is used where there is one, else `proof.decodeQR` (js/proof/reader.js),
   which old browsers cannot load: there the text of the code is pasted instead. */
(function (proof) {
  "use strict";

  const EVERY = 180; // ms between looks: light on an old phone
  const LARGEST = 1280; // px of the longer side that is looked at: the signed code is dense
  const PHOTO_SIZES = [1600, 1000, 2400, 700];

  /* A function from a canvas to a promise of the code's text, or of nothing. */
  function reader() {
    const ours = (canvas) => Promise.resolve(decoded(canvas));
    if (!("BarcodeDetector" in self)) return Promise.resolve(proof.decodeQR ? ours : null);
    return self.BarcodeDetector.getSupportedFormats()
      .then((formats) => (formats.indexOf("qr_code") < 0 ? null : detecting(ours)))
      .catch(() => null)
      .then((own) => own || (proof.decodeQR ? ours : null));
  }

  function detecting(otherwise) {
    const detector = new self.BarcodeDetector({ formats: ["qr_code"] });
    return (canvas) =>
      detector
        .detect(canvas)
        .then((found) => (found.length ? found[0].rawValue : proof.decodeQR && otherwise(canvas)));
  }

  function decoded(canvas) {
    try {
      return proof.decodeQR(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height));
    } catch (fault) {
      return undefined; // no code in this picture
    }
  }

  function drawn(canvas, source, width, height, largest) {
    const scale = Math.min(1, largest / Math.max(width, height));
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext("2d", { willReadFrequently: true }).drawImage(source, 0, 0, canvas.width, canvas.height);
    return canvas;
  }

  /* Look until `seen(text)` says true; the camera is let go then. */
  function watch(video, seen) {
    const canvas = document.createElement("canvas");
    let stream = null;
    const end = () => stream && stream.getTracks().forEach((track) => track.stop());
    const look = (read) =>
      read(drawn(canvas, video, video.videoWidth, video.videoHeight, LARGEST)).then((text) => {
        if (text && seen(text)) return undefined;
        return new Promise((again) => setTimeout(again, EVERY)).then(() => look(read));
      });
    return navigator.mediaDevices
      .getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } })
      .then((opened) => {
        stream = opened;
        video.srcObject = opened;
        return Promise.all([reader(), video.play()]);
      })
      .then(([read]) => (read ? look(read) : Promise.reject(new Error("no reader"))))
      .then(end, (fault) => {
        end();
        throw fault;
      });
  }

  function opened(file) {
    return new Promise((done, failed) => {
      const picture = new Image();
      const address = URL.createObjectURL(file);
      picture.onload = () => {
        URL.revokeObjectURL(address);
        done(picture);
      };
      picture.onerror = () => failed(new Error("not a picture"));
      picture.src = address;
    });
  }

  /* The text of the code in a photograph; null when there is none that can be read. */
  function photo(file) {
    const canvas = document.createElement("canvas");
    return Promise.all([reader(), opened(file)]).then(([read, picture]) => {
      if (!read) return Promise.reject(new Error("no reader"));
      const width = picture.naturalWidth;
      const height = picture.naturalHeight;
      return PHOTO_SIZES.reduce(
        (before, size) => before.then((text) => text || read(drawn(canvas, picture, width, height, size))),
        Promise.resolve(null)
      ).then((text) => text || null);
    });
  }

  proof.camera = {
    isThere: () => Boolean(navigator.mediaDevices && navigator.mediaDevices.getUserMedia),
    watch,
    photo,
  };
})((self.opmProof = self.opmProof || {}));
