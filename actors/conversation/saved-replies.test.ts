import { expect, test } from "bun:test";
import type { Content } from "#actors/kernel/content.ts";
import { ben, content, type Heard, settled, type Talk } from "./test-kit.ts";

function photo(text = "", file = 1): Content {
  return { ...content("photo", text, `file-${file}`), uniqueId: `u${file}` };
}

function saves(talk: Talk, replied: Content): Heard {
  return talk.hear({
    type: "teamCommand",
    by: ben,
    groupId: talk.state.groupId ?? 0,
    topicId: talk.state.topicId ?? 0,
    messageId: 400,
    command: "save",
    argument: "pic",
    replyToMessageId: 301,
    replied: { byId: ben.id, content: replied, isBot: false, isOfAlbum: false, isEdited: false },
  });
}

function sends(talk: Talk, saved: Content, isOnShelf = false): Heard {
  const asked = talk.teamCommands("r", "pic");
  const reply = { id: 1, name: "pic", content: saved };
  return talk.answers(asked, "lookUpReply", { type: "reply", name: "pic", reply, isOnShelf });
}

test("media that went to the fan is saved, and sent again", () => {
  const talk = settled();
  talk.team(photo("look"), { id: 301 });
  expect(saves(talk, photo("look")).verbs).toEqual(["saveReply"]);
  expect(sends(talk, photo("look")).verbs).toContain("reply");
});

test.each(["// for later", "/lock 30", "/lock-30"])(
  "media with the caption %j is not saved, though the caption is edited, nor sent by a name",
  (caption) => {
    const talk = settled();
    talk.team(photo(caption), { id: 301 });
    for (const now of [caption, "edited to be plain"]) {
      const heard = saves(talk, photo(now));
      expect(heard.verbs).toEqual(["tell"]);
      expect(heard.toldTeam).toEqual(["replyForSale"]);
    }
    const sent = sends(talk, photo("saved before"));
    expect(sent.verbs).toEqual(["tell"]);
    expect(sent.toldTeam).toEqual(["replyForSale"]);
  },
);

test("media that was kept back long ago is known by its caption", () => {
  expect(saves(settled(), photo("// for later")).toldTeam).toEqual(["replyForSale"]);
});

test("media that the shelf has is not sent by a name", () => {
  const sent = sends(settled(), photo(), true);
  expect(sent.verbs).toEqual(["tell"]);
  expect(sent.toldTeam).toEqual(["replyForSale"]);
});
