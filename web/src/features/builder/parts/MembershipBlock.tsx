import { Group, Select, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { keyOf, type Node } from '../model/json';
import type { Scope } from '../model/scope';

/** Membership in another segment or a list. */
export function MembershipBlock({ node, scope, onChange }: { node: Node; scope: Scope; onChange: (node: Node) => void }) {
  const { t } = useTranslation('builder');
  const key = keyOf(node);
  const { name, through_account: throughAccount } = node[key] as { name: string; through_account?: boolean };
  const of = throughAccount || scope.of === 'accounts' ? 'accounts' : 'contacts';
  const kind = key === 'in_list' ? 'list' : 'segment';
  const known = scope.catalog.definitions.filter((one) => one.kind === kind && one.of === of).map((one) => ({ value: one.name, label: one.title }));
  return (
    <Group gap={6}>
      <Text size="sm">{t(throughAccount ? `accountIn.${kind}` : `in.${kind}`)}</Text>
      <Select
        size="xs"
        w={260}
        aria-label={t(kind === 'list' ? 'list' : 'segment')}
        searchable
        allowDeselect={false}
        data={known.some((one) => one.value === name) ? known : [{ value: name, label: name }, ...known]}
        value={name}
        onChange={(next) => next && onChange({ [key]: { ...(node[key] as Node), name: next } })}
      />
    </Group>
  );
}
