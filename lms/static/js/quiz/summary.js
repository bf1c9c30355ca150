/* The summary's clock: when the time is over, what was saved is handed in. */

import { Clock } from "./clock.js";

const element = document.querySelector("[data-clock]");
if (element) new Clock(element, () => document.querySelector('form[action$="/submit"]').submit());
