// Light, dark, or whatever the system says. The choice is an attribute of the root element; every
// colour of the style sheet follows from `color-scheme`.

import { type ReactNode, useEffect } from "react";
import { Icon, type IconName } from "./ui/icon.tsx";
import { useStored } from "./use-stored.ts";

const THEMES = ["system", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

const ICONS: Readonly<Record<Theme, IconName>> = { system: "screen", light: "sun", dark: "moon" };

/** One button that goes round the three. */
export function ThemeButton(): ReactNode {
  const [theme, setTheme] = useStored<Theme>("theme", "system", parseTheme);
  useEffect(() => {
    if (theme === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
  }, [theme]);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
  return (
    <button
      type="button"
      className="icon-button"
      data-testid="theme"
      aria-label={`Theme: ${theme}. Change to ${next}`}
      title={`Theme: ${theme}`}
      onClick={() => setTheme(next)}
    >
      <Icon name={ICONS[theme]} size={19} />
    </button>
  );
}

function parseTheme(value: unknown): Theme | null {
  return THEMES.find((theme) => theme === value) ?? null;
}
