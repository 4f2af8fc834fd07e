// What a maker of a room may choose, folded away. What is left as it is, is left to the server.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { limits } from '../../../functions/protocol/limits.ts';
import type { CreateRoomOptions } from '../../client/index.ts';
import { fetchRoomDefaults, type RoomDefaults } from './room-defaults.ts';
import { duration, languageName } from '../texts/intl-formats.ts';
import { t } from '../texts/texts.ts';

export interface RoomOptionsFormProps {
  readonly wish: CreateRoomOptions;
  readonly onChange: (wish: CreateRoomOptions) => void;
}

const lengths = [60, 300, 600, 1_200, 1_800, 3_600];
const capacities = [0, 50, 200, 1_000];
const pauses = [5, 10, 30, 60];

export function RoomOptionsForm({ wish, onChange }: RoomOptionsFormProps): JSX.Element {
  const [defaults, setOffers] = useState<RoomDefaults | null>(null);
  const look = (open: boolean): void => {
    if (open && defaults === null) void fetchRoomDefaults().then(setOffers);
  };
  const { title = '', seconds, capacity, slow, filter, ...others } = wish;
  const set = (change: {
    [Key in keyof CreateRoomOptions]?: CreateRoomOptions[Key] | undefined;
  }): void => {
    const changed = { title, seconds, capacity, slow, filter, ...change };
    // What is not said is the server's to choose.
    const said = Object.fromEntries(
      Object.entries(changed).filter(([, value]) => value !== undefined && value !== ''),
    );
    onChange({ ...others, ...said });
  };

  return (
    <details class="more" onToggle={(event) => look(event.currentTarget.open)}>
      <summary>{t('create-options')}</summary>
      <div class="form">
        <label class="field">
          <span>
            {t('create-about')} <small>{t('optional')}</small>
          </span>
          <input
            type="text"
            name="title"
            dir="auto"
            value={title}
            maxLength={limits.titleCharacters}
            autocomplete="off"
            onInput={(event) => set({ title: event.currentTarget.value.trimStart() })}
          />
        </label>
        <Choice
          label={t('create-length')}
          usual={defaults === null ? null : duration(defaults.seconds)}
          values={lengths}
          name={duration}
          value={seconds}
          onChange={(value) => set({ seconds: value })}
        />
        <Choice
          label={t('create-slow')}
          usual={t('create-slow-off')}
          values={pauses}
          name={(value) => t('create-slow-on', { wait: duration(value) })}
          value={slow}
          onChange={(value) => set({ slow: value })}
        />
        <Choice
          label={t('create-capacity')}
          usual={defaults === null ? null : nameCapacity(defaults.capacity)}
          values={capacities}
          name={nameCapacity}
          value={capacity}
          onChange={(value) => set({ capacity: value })}
        />
        {defaults !== null && defaults.lists.length > 0 && (
          <Lists
            defaults={defaults}
            wish={wish}
            onChange={(lists) => set({ filter: withLists(filter, lists) })}
          />
        )}
        <label class="check">
          <input
            type="checkbox"
            checked={filter?.redact !== undefined}
            onChange={(event) =>
              set({ filter: withRedaction(filter, event.currentTarget.checked) })
            }
          />
          <span>{t('create-redact')}</span>
        </label>
      </div>
    </details>
  );
}

function nameCapacity(messages: number): string {
  return messages === 0
    ? t('create-capacity-none')
    : t('create-capacity-some', { count: messages });
}

interface ChoiceProps {
  readonly label: string;
  /** What it is where nothing is chosen; null: not known. */
  readonly usual: string | null;
  readonly values: readonly number[];
  readonly name: (value: number) => string;
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
}

function Choice({ label, usual, values, name, value, onChange }: ChoiceProps): JSX.Element {
  return (
    <label class="field">
      <span>{label}</span>
      <select
        value={value === undefined ? '' : String(value)}
        onChange={({ currentTarget }) =>
          onChange(currentTarget.value === '' ? undefined : Number(currentTarget.value))
        }
      >
        <option value="">
          {usual === null ? t('create-usual') : t('create-usually', { usual })}
        </option>
        {values.map((one) => (
          <option key={one} value={String(one)}>
            {name(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

interface ListsProps {
  readonly defaults: RoomDefaults;
  readonly wish: CreateRoomOptions;
  readonly onChange: (lists: readonly string[] | undefined) => void;
}

function Lists({ defaults: { lists }, wish, onChange }: ListsProps): JSX.Element {
  const names = lists.map(({ name }) => name);
  const chosen = wish.filter?.lists ?? names;
  const choose = (name: string, wanted: boolean): void => {
    const next = names.filter((one) => (one === name ? wanted : chosen.includes(one)));
    // All of them: then those, too, that are written while the room lives.
    onChange(next.length === names.length ? undefined : next);
  };
  return (
    <fieldset class="lists">
      <legend>{t('create-lists')}</legend>
      {lists.map(({ name, language }) => (
        <label key={name} class="check">
          <input
            type="checkbox"
            checked={chosen.includes(name)}
            onChange={(event) => choose(name, event.currentTarget.checked)}
          />
          <span>
            <bdi>{name}</bdi> <small>{languageName(language)}</small>
          </span>
        </label>
      ))}
      <p class="problem" role="alert">
        {chosen.length === 0 ? t('create-lists-none') : ''}
      </p>
    </fieldset>
  );
}

type Filter = CreateRoomOptions['filter'];

const withLists = (filter: Filter, lists: readonly string[] | undefined): Filter =>
  orNone({ ...filter, lists });
const withRedaction = (filter: Filter, wanted: boolean): Filter =>
  orNone({ ...filter, redact: wanted ? ['email', 'phone'] : undefined });
const orNone = (filter: NonNullable<Filter>): Filter =>
  Object.values(filter).every((value) => value === undefined) ? undefined : filter;
