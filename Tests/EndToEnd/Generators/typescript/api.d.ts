import type { components } from "./openapi.js";

/** A body of API v1, by the name of its schema. Scripts of the console import it from `./api.js`, which exists only for the check. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];
