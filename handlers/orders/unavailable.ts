import { defineError } from "../common/define-error.js";

/** A service that an order needs did not answer, or asked to slow down. Nothing is lost by asking again. */
export const Unavailable = defineError("Unavailable");
