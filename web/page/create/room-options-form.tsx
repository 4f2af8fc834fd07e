// The options of a new room, folded away. The server chooses the ones left alone.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { limits } from '../../../functions/protocol/limits.ts';
import type { CreateRoomOptions } from '../../client/index.ts';
import { duration, languageName } from '../texts/intl-formats.ts';
import { t } from '../texts/texts.ts';
import { fetchRoomDefaults, type RoomDefaults } from './room-defaults.ts';

export interface RoomOptionsFormProps {
  readonly options: CreateRoomOptions;
  readonly onChange: (options: CreateRoomOptions) => void;
}

const lengthSeconds = [60, 300, 600, 1_200, 1_800, 3_600];
const capacities = [0, 50, 200, 1_000];
const slowModeSeconds = [0, 5, 10, 30, 60];

type OptionChange = { [Key in keyof CreateRoomOptions]?: CreateRoomOptions[Key] | undefined };

export function RoomOptionsForm({ options, onChange }: RoomOptionsFormProps): JSX.Element {
  const [defaults, setDefaults] = useState<RoomDefaults | null>(null);
  const loadDefaults = (isOpen: boolean): void => {
    if (isOpen && defaults === null) void fetchRoomDefaults().then(setDefaults);
  };
  const { title = '', seconds, capacity, slow, filter, ...others } = options;
  const set = (change: OptionChange): void => {
    const changed = { title, seconds, capacity, slow, filter, ...change };
    // The server chooses every option that is absent.
    const chosen = Object.fromEntries(
      Object.entries(changed).filter(([, value]) => value !== undefined && value !== ''),
    );
    onChange({ ...others, ...chosen });
  };

  return (
    <details class="more" onToggle={(event) => loadDefaults(event.currentTarget.open)}>
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
            maxLength={limits.maxTitleCharacters}
            autocomplete="off"
            onInput={(event) => set({ title: event.currentTarget.value.trimStart() })}
          />
        </label>
        <Choice
          label={t('create-length')}
          defaultLabel={defaults === null ? null : duration(defaults.seconds)}
          values={lengthSeconds}
          format={duration}
          value={seconds}
          onChange={(value) => set({ seconds: value })}
        />
        <Choice
          label={t('create-slow')}
          defaultLabel={defaults === null ? null : nameSlowMode(defaults.slow)}
          values={slowModeSeconds}
          format={nameSlowMode}
          value={slow}
          onChange={(value) => set({ slow: value })}
        />
        <Choice
          label={t('create-capacity')}
          defaultLabel={defaults === null ? null : nameCapacity(defaults.capacity)}
          values={capacities}
          format={nameCapacity}
          value={capacity}
          onChange={(value) => set({ capacity: value })}
        />
        {defaults !== null && defaults.lists.length > 0 && (
          <WordLists
            defaults={defaults}
            options={options}
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

const nameSlowMode = (seconds: number): string =>
  seconds === 0 ? t('create-slow-off') : t('create-slow-on', { wait: duration(seconds) });

function nameCapacity(messages: number): string {
  return messages === 0
    ? t('create-capacity-none')
    : t('create-capacity-some', { count: messages });
}

interface ChoiceProps {
  readonly label: string;
  /** The server's default; null until it is known. */
  readonly defaultLabel: string | null;
  readonly values: readonly number[];
  readonly format: (value: number) => string;
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
}

function Choice(props: ChoiceProps): JSX.Element {
  const { label, defaultLabel, values, format, value, onChange } = props;
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
          {defaultLabel === null ? t('create-usual') : t('create-usually', { usual: defaultLabel })}
        </option>
        {values.map((one) => (
          <option key={one} value={String(one)}>
            {format(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

interface WordListsProps {
  readonly defaults: RoomDefaults;
  readonly options: CreateRoomOptions;
  /** Called with undefined for all lists. */
  readonly onChange: (lists: readonly string[] | undefined) => void;
}

function WordLists({ defaults: { lists }, options, onChange }: WordListsProps): JSX.Element {
  const names = lists.map(({ name }) => name);
  const chosen = options.filter?.lists ?? names;
  const choose = (name: string, isWanted: boolean): void => {
    const next = names.filter((one) => (one === name ? isWanted : chosen.includes(one)));
    // "All" also includes lists that are published while the room is open.
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
  dropIfEmpty({ ...filter, lists });
const withRedaction = (filter: Filter, isWanted: boolean): Filter =>
  dropIfEmpty({ ...filter, redact: isWanted ? ['email', 'phone'] : undefined });
const dropIfEmpty = (filter: NonNullable<Filter>): Filter =>
  Object.values(filter).every((value) => value === undefined) ? undefined : filter;
