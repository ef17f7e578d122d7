import { Autocomplete, Group, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useValues } from '@/components/useValues';
import { CountedValue, ValuesPicker } from '@/components/ValuesPicker';
import { isNode, type Constant } from '../model/json';
import { wordsOf } from '../model/leaf';
import type { ScopeField } from '../model/scope';

interface InputProps<T> {
  field: ScopeField;
  value: T;
  onChange: (value: T) => void;
}

/** One constant of the field's type. */
export function ConstantInput({ field, value, onChange }: InputProps<Constant | null>) {
  switch (field.type) {
    case 'number':
    case 'money':
      return <AmountInput field={field} value={value} onChange={onChange} />;
    case 'date':
      return <MomentInput field={field} value={value} onChange={onChange} />;
    default:
      return <WordInput field={field} value={wordsOf(value)[0] ?? null} onChange={(text) => onChange(text === null ? null : { text })} />;
  }
}

function AmountInput({ value, onChange }: InputProps<Constant | null>) {
  const { t } = useTranslation('builder');
  const isPercent = isNode(value) && 'percent' in value;
  const shown = isNode(value) ? ((value as { number?: number }).number ?? (value as { percent?: number }).percent) : undefined;
  return (
    <NumberInput
      size="xs"
      w={130}
      aria-label={t('value')}
      placeholder={t('number')}
      thousandSeparator=","
      suffix={isPercent ? '%' : undefined}
      hideControls
      value={shown ?? ''}
      onChange={(next) => onChange(typeof next === 'number' ? (isPercent ? { percent: next } : { number: next }) : null)}
    />
  );
}

/** A date, or a date and time as it was written. */
export function MomentInput({ value, onChange }: InputProps<Constant | null>) {
  const { t } = useTranslation('builder');
  const date = isNode(value) && 'date' in value ? String(value['date']) : '';
  const instant = isNode(value) && !('date' in value) ? String(Object.values(value)[0]) : null;
  return instant === null ? (
    <TextInput size="xs" type="date" w={150} aria-label={t('date')} value={date} onChange={(event) => onChange(event.currentTarget.value ? { date: event.currentTarget.value } : null)} />
  ) : (
    <TextInput size="xs" w={220} aria-label={t('date')} value={instant} readOnly rightSection={null} description={undefined} />
  );
}

/** One text, with the values that there are. */
export function WordInput({ field, value, onChange }: InputProps<string | null>) {
  const { t } = useTranslation('builder');
  const [isOpen, setOpen] = useState(false);
  const { values } = useValues(field, value ?? '', isOpen);
  const counts = new Map(values.map((one) => [one.value, one.count]));
  return (
    <Autocomplete
      size="xs"
      w={200}
      aria-label={t('value')}
      placeholder={t('typeOrChoose')}
      value={value ?? ''}
      data={[...counts.keys()]}
      filter={({ options }) => options}
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
      renderOption={({ option }) => <CountedValue label={option.value} count={counts.get(option.value)} />}
      onDropdownOpen={() => setOpen(true)}
      onFocus={() => setOpen(true)}
      onChange={(text) => onChange(text === '' ? null : text)}
    />
  );
}

/** Several texts, with the values that there are; or the categories, with those above them. */
export function WordsInput({ field, value, onChange, categories }: InputProps<readonly string[]> & { categories?: boolean }) {
  const { t } = useTranslation('builder');
  return <ValuesPicker size="xs" miw={200} maw={420} aria-label={t('values')} placeholder={t('typeOrChoose')} field={field} value={value} onChange={onChange} categories={categories} />;
}

/** Several numbers or texts. */
export function ConstantsInput({ field, value, onChange }: InputProps<readonly Constant[]>) {
  const { t } = useTranslation('builder');
  if (field.type === 'number' || field.type === 'money') {
    return (
      <TagsInput
        size="xs"
        miw={160}
        aria-label={t('values')}
        placeholder={t('number')}
        value={value.map((one) => String(Object.values(one)[0]))}
        onChange={(items) => onChange(items.map((item) => Number(item.replaceAll(/[, _]/g, ''))).filter((number) => !Number.isNaN(number)).map((number) => ({ number })))}
      />
    );
  }
  return <WordsInput field={field} value={wordsOf(value as unknown[])} onChange={(items) => onChange(items.map((text) => ({ text })))} />;
}

const units = ['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const;

/** A length of time, such as `30 days`. */
export function DurationInput({ value, onChange }: { value: string | null; onChange: (value: string | null) => void }) {
  const { t } = useTranslation('builder');
  const [, count = '', unit = 'day'] = /^(\d+) +([a-z]+?)s?$/.exec(value ?? '') ?? [];
  const write = (next: number | string, of: string) => onChange(Number(next) >= 1 ? `${next} ${of}${Number(next) === 1 ? '' : 's'}` : null);
  return (
    <Group gap={4} wrap="nowrap">
      <NumberInput size="xs" w={64} min={1} allowDecimal={false} hideControls aria-label={t('howMany')} value={count === '' ? '' : Number(count)} onChange={(next) => write(next, unit)} />
      <Select
        size="xs"
        w={104}
        aria-label={t('unit')}
        allowDeselect={false}
        data={units.map((name) => ({ value: name, label: t(`units.${name}`) }))}
        value={unit}
        onChange={(next) => write(count || 30, next ?? unit)}
      />
    </Group>
  );
}
