import { Accordion, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { components } from '@/api/schema';
import { EmptyState } from '@/components/EmptyState';
import { formatCount } from '@/components/format';
import { MemberCellsTable } from './MemberCellsTable';

/** Whom one clause alone keeps out, clause by clause. */
export function NearMissList({ page, of }: { page: components['schemas']['NearMissPage']; of: 'accounts' | 'contacts' }) {
  const { t } = useTranslation('segments');
  if (page.clauses.length === 0) {
    return <EmptyState title={t('noNearMisses')}>{t('noNearMissesText')}</EmptyState>;
  }
  return (
    <>
      <Text mb="sm">{t(`lackOne.${of}`, { count: Number(page.total), replace: { count: formatCount(Number(page.total)) } })}</Text>
      <Accordion variant="separated" defaultValue={page.clauses[0]!.path}>
        {page.clauses.map((clause) => (
          <Accordion.Item key={clause.path} value={clause.path}>
            <Accordion.Control>
              <Group justify="space-between" wrap="nowrap">
                <Text size="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
                  {clause.path === 'exclude' ? t('suppressedBy', { clause: clause.text }) : clause.text}
                </Text>
                <Text fw={600} className="figures">
                  {formatCount(Number(clause.count))}
                </Text>
              </Group>
            </Accordion.Control>
            <Accordion.Panel>
              <MemberCellsTable of={of} columns={page.columns} rows={clause.rows} label={t('lacking', { clause: clause.text })} />
              {Number(clause.count) > clause.rows.length && (
                <Text size="xs" c="dimmed" mt={4}>
                  {t('firstOf', { shown: formatCount(clause.rows.length), count: Number(clause.count), replace: { count: formatCount(Number(clause.count)) } })}
                </Text>
              )}
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </>
  );
}
