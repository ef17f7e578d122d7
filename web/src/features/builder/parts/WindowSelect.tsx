import { Group, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Constant, Window } from '../model/json';
import type { ScopeField } from '../model/scope';
import { DurationInput, MomentInput } from './ValueInputs';

const kinds = ['last', 'ever', 'previous', 'this_unit', 'previous_unit', 'since', 'before', 'between'] as const;
type Kind = (typeof kinds)[number];

const dates: ScopeField = { path: '', field: '', type: 'date', description: '', group: '' };
const units = ['day', 'week', 'month', 'quarter', 'year'] as const;

/** Asks in which time events count. No window means ever. */
export function WindowSelect({ value, onChange }: { value: Window | undefined; onChange: (value: Window | undefined) => void }) {
  const { t } = useTranslation('builder');
  const kind = (value ? Object.keys(value)[0] : 'ever') as Kind;
  const inner = value ? Object.values(value)[0] : undefined;
  const begin = (next: Kind): Window | undefined => {
    switch (next) {
      case 'last':
        return { last: '30 days' };
      case 'previous':
        return { previous: '30 days' };
      case 'this_unit':
        return { this_unit: 'month' };
      case 'previous_unit':
        return { previous_unit: 'quarter' };
      case 'since':
        return { since: null };
      case 'before':
        return { before: null };
      case 'between':
        return { between: null };
      case 'ever':
        return undefined;
    }
  };
  return (
    <Group gap={4}>
      <Select
        size="xs"
        w={130}
        aria-label={t('window')}
        allowDeselect={false}
        data={kinds.map((name) => ({ value: name, label: t(`windows.${name}`) }))}
        value={kind}
        onChange={(next) => onChange(begin((next ?? 'ever') as Kind))}
      />
      {(kind === 'last' || kind === 'previous') && <DurationInput value={inner as string | null} onChange={(next) => onChange({ [kind]: next } as Window)} />}
      {(kind === 'this_unit' || kind === 'previous_unit') && (
        <Select
          size="xs"
          w={104}
          aria-label={t('unit')}
          allowDeselect={false}
          data={units.map((name) => ({ value: name, label: t(`units.${name}`) }))}
          value={String(inner)}
          onChange={(next) => onChange({ [kind]: next } as Window)}
        />
      )}
      {(kind === 'since' || kind === 'before') && <MomentInput field={dates} value={inner as Constant | null} onChange={(next) => onChange({ [kind]: next } as Window)} />}
      {kind === 'between' && <RangeInputs value={inner as [Constant, Constant] | null} onChange={(next) => onChange({ between: next } as Window)} />}
    </Group>
  );
}

function RangeInputs({ value, onChange }: { value: readonly (Constant | null)[] | null; onChange: (value: readonly (Constant | null)[]) => void }) {
  const { t } = useTranslation('builder');
  const [low = null, high = null] = value ?? [];
  return (
    <Group gap={4}>
      <MomentInput field={dates} value={low} onChange={(next) => onChange([next, high])} />
      <span>{t('and')}</span>
      <MomentInput field={dates} value={high} onChange={(next) => onChange([low, next])} />
    </Group>
  );
}
