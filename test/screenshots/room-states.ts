// The states of the room itself.

import type { Room } from '../../web/client/index.ts';
import type { Stage, State } from './stage.ts';

const talks = {
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

async function talking(stage: Stage): Promise<void> {
  const {
    title,
    lines,
    own,
    last: [name, body],
  } = talks[stage.language];
  const { joinUrl } = await stage.room({ title });
  const said = async (who: string, what: string): Promise<void> => {
    guests.get(who)?.send(what);
    await stage.page.locator('.body').getByText(what, { exact: true }).waitFor();
  };
  const guests = new Map<string, Room>();
  for (const who of new Set(lines.map(([one]) => one)))
    guests.set(who, await stage.guest(joinUrl, who));
  await stage.enter(joinUrl, stage.language === 'en' ? 'Quiet Otter' : 'نورا');
  for (const [who, what] of lines) await said(who, what);
  for (const [index, what] of own.entries()) {
    await stage.page.locator('.composer textarea').fill(what);
    await stage.page.locator('.composer textarea').press('Enter');
    await stage.page.locator('.message.own[data-state=sent]').nth(index).waitFor();
  }
  await said(name, body);
}

export const roomStates: readonly State[] = [
  { name: 'room', show: talking },
  {
    name: 'room-empty',
    show: async (stage) => {
      await stage.enter((await stage.room()).joinUrl, 'Ada');
    },
  },
  {
    name: 'room-share',
    show: async (stage) => {
      await stage.enter((await stage.room({ title: talks[stage.language].title })).ownerUrl, 'Ada');
      // Beside the menu, or in it where there is no width.
      const sharing = stage.page.locator('.bar button[aria-haspopup=dialog]:not(.manage)');
      const narrow = (await sharing.count()) === 1;
      await sharing.first().click();
      if (narrow) await stage.page.locator('.menu-list > button').first().click();
      await stage.page.locator('.sheet[open] .qr svg').waitFor();
    },
  },
  {
    name: 'room-watching',
    show: async (stage) => {
      const { joinUrl, watchUrl } = await stage.room({ title: talks[stage.language].title });
      const guest = await stage.guest(joinUrl, 'Ada');
      await stage.page.goto(watchUrl);
      await stage.page.getByRole('log').waitFor();
      guest.send('Hello');
      await stage.page.locator('.body').waitFor();
    },
  },
  {
    name: 'room-offline',
    show: async (stage) => {
      await talking(stage);
      await stage.context.setOffline(true);
      await stage.page.locator('.line:not(:empty)').waitFor();
    },
  },
];
