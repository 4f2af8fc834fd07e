// The states of the room itself.

import type { Room } from '../../web/client/index.ts';
import type { Stage, State } from './stage.ts';

const conversations = {
  en: {
    title: 'Where shall we eat?',
    lines: [
      ['Ada', 'Lunch in ten minutes. Where to?'],
      ['Björn', 'The new noodle place by the canal?'],
      ['Björn', 'They have outdoor tables 🍜'],
      ['Ada', 'How long is the wait?'],
    ],
    own: [
      'I walked past just now, there is room for six.',
      'Booked under Enterprise Java Beans, they will never forget it',
    ],
    last: ['Ada', 'Perfect. Meet you at the bridge!'],
  },
  ar: {
    title: 'أين نأكل اليوم؟',
    lines: [
      ['ليلى', 'الغداء بعد عشر دقائق. إلى أين نذهب؟'],
      ['يوسف', 'المطعم الجديد عند القناة؟'],
      ['يوسف', 'عندهم طاولات في الخارج 🍜'],
      ['ليلى', 'كم وقت الانتظار؟'],
    ],
    own: ['مررت من هناك قبل قليل، يوجد مكان لستة.', 'Booked a table: https://example.org/table'],
    last: ['ليلى', 'ممتاز. نلتقي عند الجسر!'],
  },
} as const;

async function showConversation(stage: Stage): Promise<void> {
  const {
    title,
    lines,
    own,
    last: [name, body],
  } = conversations[stage.language];
  const { joinUrl } = await stage.createRoom({ title });
  const send = async (sender: string, text: string): Promise<void> => {
    guests.get(sender)?.send(text);
    await stage.page.locator('.body').getByText(text, { exact: true }).waitFor();
  };
  const guests = new Map<string, Room>();
  for (const name of new Set(lines.map(([sender]) => sender))) {
    guests.set(name, await stage.joinGuest(joinUrl, name));
  }
  await stage.enterRoom(joinUrl, stage.language === 'en' ? 'Quiet Otter' : 'نورا');
  for (const [sender, text] of lines) await send(sender, text);
  for (const [index, text] of own.entries()) {
    await stage.page.locator('.composer textarea').fill(text);
    await stage.page.locator('.composer textarea').press('Enter');
    await stage.page.locator('.message.own[data-state=sent]').nth(index).waitFor();
  }
  await send(name, body);
}

export const roomStates: readonly State[] = [
  { name: 'room', show: showConversation },
  {
    name: 'room-empty',
    show: async (stage) => {
      await stage.enterRoom((await stage.createRoom()).joinUrl, 'Ada');
    },
  },
  {
    name: 'room-share',
    show: async (stage) => {
      await stage.enterRoom(
        (await stage.createRoom({ title: conversations[stage.language].title })).ownerUrl,
        'Ada',
      );
      // Next to the menu button, or in the menu on a narrow screen.
      const buttons = stage.page.locator('.bar button[aria-haspopup=dialog]:not(.manage)');
      const isNarrow = (await buttons.count()) === 1;
      await buttons.first().click();
      if (isNarrow) await stage.page.locator('.menu-list > button').first().click();
      await stage.page.locator('.sheet[open] .qr svg').waitFor();
    },
  },
  {
    name: 'room-watching',
    show: async (stage) => {
      const { joinUrl, watchUrl } = await stage.createRoom({
        title: conversations[stage.language].title,
      });
      const guest = await stage.joinGuest(joinUrl, 'Ada');
      await stage.page.goto(watchUrl);
      await stage.page.getByRole('log').waitFor();
      guest.send('Hello');
      await stage.page.locator('.body').waitFor();
    },
  },
  {
    name: 'room-offline',
    show: async (stage) => {
      await showConversation(stage);
      await stage.context.setOffline(true);
      await stage.page.locator('.line:not(:empty)').waitFor();
    },
  },
];
