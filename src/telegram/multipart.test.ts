import { expect, test } from "bun:test";
import { TelegramError } from "gramio";
import { createTelegramApi } from "./api.ts";

const CAPTION = "one\ntwo\nthree";

/** A Bot API that answers with what it was sent. */
async function sendTo(
  answer: object,
  caption = CAPTION,
): Promise<{ form: FormData; error: unknown }> {
  let form = new FormData();
  using server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      form = await request.formData();
      return Response.json(answer);
    },
  });
  const root = `http://127.0.0.1:${server.port}`;
  const api = createTelegramApi({ token: "1:a", root, timeoutMs: 5_000 });
  const error = await api
    .sendPhoto({
      chat_id: 7,
      photo: new File(["bytes\n"], "a.png", { type: "image/png" }),
      caption,
      caption_entities: [{ type: "bold", offset: 4, length: 3 }],
    })
    .then(
      () => null,
      (reason: unknown) => reason,
    );
  return { form, error };
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

test("a caption arrives with the line breaks that its entities were counted by", async () => {
  const { form } = await sendTo({ ok: true, result: {} });
  expect(form.get("caption")).toBe(CAPTION);
  expect(form.get("chat_id")).toBe("7");
  expect(JSON.parse(textOf(form, "caption_entities"))).toMatchObject([{ offset: 4, length: 3 }]);
});

test("a file arrives as it is, with its name and kind", async () => {
  const { form } = await sendTo({ ok: true, result: {} });
  const file = form.get("photo");
  expect(file).toBeInstanceOf(File);
  expect(await (file as File).text()).toBe("bytes\n");
  expect(file).toMatchObject({ name: "a.png", type: "image/png" });
});

test("a caption that looks like a part is only words", async () => {
  const caption = '--stagedoor-x\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n8';
  const { form } = await sendTo({ ok: true, result: {} }, caption);
  expect(form.getAll("chat_id")).toEqual(["7"]);
  expect(form.get("caption")).toBe(caption);
});

test("a refusal is the library's own error", async () => {
  const refusal = { ok: false, error_code: 429, description: "Too Many Requests: retry after 3" };
  const { error } = await sendTo({ ...refusal, parameters: { retry_after: 3 } });
  expect(error).toBeInstanceOf(TelegramError);
  expect(error).toMatchObject({ code: 429, payload: { retry_after: 3 } });
});
