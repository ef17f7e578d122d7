import { Badge, Button, Combobox, Group, Text, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { keepPreviousData } from '@tanstack/react-query';
import { memo, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import type { components } from '@/api/schema';
import { formatCompact } from '@/components/format';
import type { Node } from '../model/json';
import { clauseFor, filterScope, rowSources, type Scope } from '../model/scope';

type Found = components['schemas']['FoundItem'];

/** Begins a condition with a few words: fields, values with their counts, events, categories, segments. */
export const AddCondition = memo(function AddCondition({ scope, label, onAdd }: { scope: Scope; label: string; onAdd: (clause: Node) => void }) {
  const { t } = useTranslation('builder');
  const [isOpen, setOpen] = useState(false);
  if (!isOpen) {
    return (
      <Button size="compact-sm" variant="light" leftSection={<IconPlus size={14} />} onClick={() => setOpen(true)}>
        {label}
      </Button>
    );
  }
  return (
    <ConditionSearch
      scope={scope}
      label={label}
      onClose={() => setOpen(false)}
      onPick={(clause) => {
        setOpen(false);
        onAdd(clause);
      }}
      placeholder={t('searchHint')}
      begins
    />
  );
});

/** The search for conditions. */
export function ConditionSearch({
  scope,
  label,
  placeholder,
  begins = false,
  onPick,
  onClose,
}: {
  scope: Scope;
  label: string;
  placeholder: string;
  /** Takes the focus at once: where a person asked for the search. */
  begins?: boolean;
  onPick: (clause: Node) => void;
  onClose?: () => void;
}) {
  const { t } = useTranslation('builder');
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text, 80);
  const combobox = useCombobox({ defaultOpened: begins });
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (begins) {
      input.current?.focus();
    }
  }, [begins]);
  const { data, isFetching } = $api.useQuery('get', '/v1/catalog/search', { params: { query: { text: asked, of: scope.of, limit: 30 } } }, { placeholderData: keepPreviousData, staleTime: 60_000 });
  const found = data?.conditions ?? [];
  return (
    <Combobox store={combobox} width="max-content" position="bottom-start" onOptionSubmit={(at) => onPick(clauseOf(scope, found[Number(at)]!))}>
      <Combobox.Target>
        <TextInput
          size="sm"
          w={{ base: 260, sm: 420 }}
          ref={input}
          aria-label={label}
          placeholder={placeholder}
          leftSection={<IconSearch size={16} />}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
          onFocus={() => combobox.openDropdown()}
          onClick={() => combobox.openDropdown()}
          onBlur={() => {
            combobox.closeDropdown();
            onClose?.();
          }}
          onKeyDown={(event) => event.key === 'Escape' && onClose?.()}
        />
      </Combobox.Target>
      <Combobox.Dropdown maw="min(92vw, 40rem)">
        <Combobox.Options mah={360} style={{ overflowY: 'auto' }} aria-label={label}>
          {found.map((one, at) => (
            <Combobox.Option key={`${one.kind} ${one.source} ${one.field} ${one.label}`} value={String(at)}>
              <FoundLine found={one} />
            </Combobox.Option>
          ))}
          {found.length === 0 && <Combobox.Empty>{isFetching ? t('searching') : t('nothingFits')}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function FoundLine({ found }: { found: Found }) {
  const { t } = useTranslation('builder');
  return (
    <Group wrap="nowrap" justify="space-between" gap="md">
      <div style={{ minWidth: 0 }}>
        <Group gap={6} wrap="nowrap">
          <Badge size="xs" variant="light">
            {t(`kinds.${found.kind as 'field'}`)}
          </Badge>
          <Text size="sm" fw={500} truncate>
            {found.kind === 'field' || found.kind === 'event' || found.kind === 'collection' ? found.label.replaceAll('_', ' ') : found.label}
          </Text>
        </Group>
        <Text size="xs" c="dimmed" truncate maw={420}>
          {found.text ?? (found.source ? `${found.source}: ${found.detail}` : found.detail)}
        </Text>
      </div>
      {found.count !== undefined && found.count !== null && (
        <Text size="xs" c="dimmed" className="figures">
          {formatCompact(Number(found.count))}
        </Text>
      )}
    </Group>
  );
}

/** The clause that a find begins with; of one that still needs something, with a gap. */
function clauseOf(scope: Scope, found: Found): Node {
  if (found.json) {
    return found.json as Node;
  }
  if (!found.source) {
    return { compare: { left: { path: found.field ?? found.label }, op: found.kind === 'trait' ? '>=' : '=', right: null } };
  }
  const isSelf = found.source === scope.source;
  const path = !isSelf && found.source === 'account' ? `account.${found.field}` : String(found.field);
  const own = scope.fields.find((field) => field.path === path && field.source === found.source);
  if (own) {
    return clauseFor(own);
  }
  const rows = rowSources(scope.catalog, scope.of).find((one) => one.source.name === found.source)!;
  const field = filterScope(scope, rows.written).fields.find((one) => one.path === found.field)!;
  return { any: { source: rows.written, where: clauseFor(field), ...(rows.source.kind === 'event' ? { window: { last: '30 days' } } : {}) } };
}
