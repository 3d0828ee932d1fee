// From a chart's description to a PNG. echarts draws SVG without a browser, resvg makes pixels of it
// with the font that comes along. Both are loaded with the first picture: nobody who never opens one
// pays for them in memory or at the start.
import type { EChartsCoreOption } from "echarts/core";
import { HEIGHT, LOOK, WIDTH } from "./look.ts";

/** A chart in echarts' own words; the card around it is added here. */
export type ChartOption = EChartsCoreOption;

const FONTS = ["500Medium/Inter_500Medium.ttf", "700Bold/Inter_700Bold.ttf"];

async function load() {
  const [core, charts, components, renderers] = await Promise.all([
    import("echarts/core"),
    import("echarts/charts"),
    import("echarts/components"),
    import("echarts/renderers"),
  ]);
  core.use([
    charts.BarChart,
    charts.LineChart,
    charts.HeatmapChart,
    components.GridComponent,
    components.TitleComponent,
    components.LegendComponent,
    components.GraphicComponent,
    components.VisualMapComponent,
    renderers.SVGRenderer,
  ]);
  return core;
}

let loading: ReturnType<typeof load> | undefined;

/** The chart as SVG, `WIDTH` × `HEIGHT`. */
export async function svgOf(option: ChartOption): Promise<string> {
  loading ??= load();
  const { init } = await loading;
  const chart = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height: HEIGHT });
  try {
    chart.setOption({
      animation: false,
      backgroundColor: LOOK.card,
      textStyle: { fontFamily: "Inter", fontWeight: 500 },
      ...option,
    });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

/** SVG as a PNG of the same size. */
export async function pngOf(svg: string): Promise<Uint8Array> {
  const { renderAsync } = await import("@resvg/resvg-js");
  const fontFiles = FONTS.map((file) =>
    Bun.fileURLToPath(import.meta.resolve(`@expo-google-fonts/inter/${file}`)),
  );
  const image = await renderAsync(svg, {
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: "Inter" },
  });
  return image.asPng();
}
