/* The camera page: reads the QR of a certificate and opens its address on this site.

   <div data-scanner data-reader="{{ asset('vendor/qr/decode.js') }}" data-address="{{ public address }}" hidden>
     <div class="camera"><video muted playsinline></video></div>
     <p role="status" data-scanner-says data-looking="…" data-refused="…" data-foreign="…"></p>
     <button type="button" data-scanner-start>…</button>
   </div>
   Without script, or without a camera, the typed number beside it does the same. */

const EVERY = 180; // ms between looks: light on an old phone
const LARGEST = 1280; // px of the longer side that is looked at: the signed code is dense
const NUMBER = /^[a-z]{2,8}-\d{4}-\d{7}-[0-9a-z]{4}-[0-9a-z]$/i; // a code of nothing but the number
const OURS = /^\/(?:v|verify)\/([0-9a-z-]{8,40})\/?$/i;

async function reader(fallback) {
  if ("BarcodeDetector" in window) {
    const formats = await window.BarcodeDetector.getSupportedFormats();
    if (formats.includes("qr_code")) {
      const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
      return async (canvas) => (await detector.detect(canvas))[0]?.rawValue;
    }
  }
  const { decodeQR } = await import(fallback);
  return async (canvas) => {
    const context = canvas.getContext("2d");
    try {
      return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
    } catch {
      return undefined; // no code in this picture
    }
  };
}

function draw(canvas, video) {
  const scale = Math.min(1, LARGEST / Math.max(video.videoWidth, video.videoHeight));
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext("2d", { willReadFrequently: true }).drawImage(video, 0, 0, canvas.width, canvas.height);
}

/* The page of this site that the code names, with its signed fragment; null for any other code:
   a forged paper brings its own address. `known` is the public address printed into our codes. */
function ourPage(text, known) {
  if (NUMBER.test(text)) return `/verify/${text.toUpperCase()}`;
  let address;
  try {
    address = new URL(text);
  } catch {
    return null;
  }
  const number = OURS.exec(address.pathname);
  const hosts = [window.location.host, known && new URL(known).host];
  if (!number || !hosts.includes(address.host)) return null;
  return `/verify/${number[1].toUpperCase()}${address.hash}`;
}

async function start(box) {
  const video = box.querySelector("video");
  const says = box.querySelector("[data-scanner-says]");
  const button = box.querySelector("[data-scanner-start]");
  button.disabled = true;
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: 1280 } },
    });
    video.srcObject = stream;
    await video.play();
    const read = await reader(box.dataset.reader);
    video.parentElement.hidden = false;
    says.textContent = says.dataset.looking;
    await look(read, video, says, box.dataset.address);
  } catch {
    says.textContent = says.dataset.refused;
    button.disabled = false;
  } finally {
    stream?.getTracks().forEach((track) => track.stop());
  }
}

async function look(read, video, says, known) {
  const canvas = document.createElement("canvas");
  for (;;) {
    draw(canvas, video);
    const text = await read(canvas);
    const page = text && ourPage(text, known);
    if (page) {
      window.location.assign(page);
      return;
    }
    if (text) says.textContent = says.dataset.foreign;
    await new Promise((again) => setTimeout(again, EVERY));
  }
}

for (const box of document.querySelectorAll("[data-scanner]")) {
  if (!navigator.mediaDevices?.getUserMedia) continue;
  box.hidden = false;
  box.querySelector(".camera").hidden = true;
  box.querySelector("[data-scanner-start]").addEventListener("click", () => start(box));
}
