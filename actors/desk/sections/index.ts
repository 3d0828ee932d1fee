// All parts of the panel.
import type { Section } from "#actors/desk/section.ts";

export const SECTIONS: readonly Section[] = [];
