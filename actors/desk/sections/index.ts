// All parts of the panel.
import type { Section } from "#actors/desk/section.ts";
import { team } from "./team.ts";

export const SECTIONS: readonly Section[] = [team];
