/* The QR reader of others, for browsers without one. A module: browsers that cannot load it have
   the text of the code pasted instead. */
import { decodeQR } from "../../vendor/qr/decode.js";

self.opmProof = self.opmProof || {};
self.opmProof.decodeQR = decodeQR;
