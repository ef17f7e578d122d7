import { Group, TagsInput, Text, type ComboboxItem, type TagsInputProps } from '@mantine/core';
import { useState } from 'react';
import { formatCount } from './format';
import { useValues, type ValueField } from './useValues';

interface ValuesPickerProps extends Omit<TagsInputProps, 'value' | 'onChange' | 'data' | 'searchValue' | 'onSearchChange'> {
  field: ValueField;
  value: readonly string[];
  onChange: (value: readonly string[]) => void;
  /** Whether categories are chosen in place of values. */
  categories?: boolean | undefined;
}

/** Chooses values of a field among those that there are, with how often each occurs; or its categories, with those above them. */
export function ValuesPicker({ field, value, onChange, categories = false, placeholder, ...input }: ValuesPickerProps) {
  const [typed, setTyped] = useState('');
  const [isOpen, setOpen] = useState(false);
  const found = useValues(field, typed, isOpen);
  const details = new Map<string, { count?: number | undefined; path?: readonly string[] }>(
    categories && field.taxonomy ? found.categories.map((one) => [one.name, { path: one.path }]) : found.values.map((one) => [one.value, { count: one.count }]),
  );
  return (
    <TagsInput
      {...input}
      placeholder={value.length === 0 ? placeholder : undefined}
      value={[...value]}
      searchValue={typed}
      data={[...details.keys()]}
      filter={({ options }) => options as ComboboxItem[]}
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
      renderOption={({ option }) => <CountedValue label={option.value} {...details.get(option.value)} />}
      onDropdownOpen={() => setOpen(true)}
      onFocus={() => setOpen(true)}
      onSearchChange={setTyped}
      onChange={onChange}
      clearable
      splitChars={[]}
    />
  );
}

/** A value to choose, with how often it occurs, or a category with those above it. */
export function CountedValue({ label, count, path }: { label: string; count?: number | undefined; path?: readonly string[] | undefined }) {
  return (
    <Group justify="space-between" gap="lg" wrap="nowrap" w="100%">
      <div>
        {path !== undefined && path.length > 0 && (
          <Text size="xs" c="dimmed">
            {path.join(' › ')}
          </Text>
        )}
        <Text size="sm">{label}</Text>
      </div>
      {count !== undefined && (
        <Text size="xs" c="dimmed" className="figures">
          {formatCount(count)}
        </Text>
      )}
    </Group>
  );
}
