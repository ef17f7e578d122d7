import { ActionIcon, Box, Group, Paper, Select, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import { EmptyState } from '@/components/EmptyState';
import { formatCount } from '@/components/format';
import { QueryState } from '@/components/QueryState';
import { filterTree, type Category } from './tree';

const route = getRouteApi('/shell/data/catalog');

/** The trees of categories, with how many rows say each. */
export function TaxonomyBrowser() {
  const list = $api.useQuery('get', '/v1/taxonomies');
  const { taxonomy } = route.useSearch();
  return (
    <QueryState query={list}>
      {(data) => {
        const names = data.taxonomies.map((one) => one.name);
        return <Chosen names={names} name={taxonomy ?? names.find((one) => one === 'industry') ?? names[0] ?? ''} />;
      }}
    </QueryState>
  );
}

function Chosen({ names, name }: { names: readonly string[]; name: string }) {
  const { t } = useTranslation('data');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [find, setFind] = useState('');
  const tree = $api.useQuery('get', '/v1/taxonomies/{name}', { params: { path: { name }, query: { field: search.field } } }, { enabled: name !== '' });
  return (
    <Stack>
      <Group align="flex-end">
        <Select
          label={t('taxonomy')}
          data={[...names]}
          value={name}
          searchable
          allowDeselect={false}
          onChange={(value) => value && void navigate({ search: { ...search, taxonomy: value, field: undefined } })}
        />
        <Select
          label={t('countedField')}
          data={[...(tree.data?.fields ?? [])]}
          value={tree.data?.field ?? null}
          allowDeselect={false}
          onChange={(value) => value && void navigate({ search: { ...search, taxonomy: name, field: value } })}
        />
        <TextInput label={t('findCategory')} value={find} onChange={(event) => setFind(event.currentTarget.value)} />
      </Group>
      <QueryState query={tree} lines={10}>
        {(data) => {
          const shown = filterTree(data.roots, find);
          return (
            <>
              {shown.length === 0 ? <EmptyState title={t('nothingMatches')} /> : <Branches nodes={shown} level={0} open={find.trim() !== ''} />}
              {data.unknown.length > 0 && <Unknown values={data.unknown} />}
            </>
          );
        }}
      </QueryState>
    </Stack>
  );
}

function Branches({ nodes, level, open }: { nodes: readonly Category[]; level: number; open: boolean }) {
  return (
    <Box component="ul" p={0} m={0} pl={level === 0 ? 0 : 'lg'} style={{ listStyle: 'none' }}>
      {nodes.map((node) => (
        <Branch key={`${node.name} ${open}`} node={node} level={level} open={open} />
      ))}
    </Box>
  );
}

function Branch({ node, level, open }: { node: Category; level: number; open: boolean }) {
  const { t } = useTranslation('data');
  const [expanded, setExpanded] = useState(open);
  const hasChildren = node.children.length > 0;
  return (
    <li>
      <Group gap="xs" wrap="nowrap" mih={34}>
        {hasChildren ? (
          <ActionIcon variant="subtle" size="sm" aria-expanded={expanded} aria-label={expanded ? t('collapse', { name: node.name }) : t('expand', { name: node.name })} onClick={() => setExpanded(!expanded)}>
            {expanded ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
          </ActionIcon>
        ) : (
          <Box w={22} />
        )}
        <Text size="sm" fw={level === 0 ? 600 : 400} style={{ minWidth: 0 }}>
          {node.name}
        </Text>
        {node.total > 0 && (
          <Text size="sm" c="dimmed" className="figures">
            {formatCount(node.total)}
          </Text>
        )}
        {node.synonyms.length > 0 && (
          <Text size="xs" c="dimmed" truncate visibleFrom="sm" title={node.synonyms.join(', ')}>
            {t('alsoCalled', { names: node.synonyms.slice(0, 4).join(', ') })}
          </Text>
        )}
      </Group>
      {expanded && hasChildren && <Branches nodes={node.children} level={level + 1} open={open} />}
    </li>
  );
}

function Unknown({ values }: { values: readonly { value: string; rows: number }[] }) {
  const { t } = useTranslation('data');
  return (
    <Paper p="md" withBorder component="section" aria-label={t('unknownValues')}>
      <Title order={2} size="h4">
        {t('unknownValues')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('unknownValuesText')}
      </Text>
      <Table.ScrollContainer minWidth={280} mah={320} tabIndex={0} role="region" aria-label={t('unknownValues')}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('value')}</Table.Th>
              <Table.Th scope="col" ta="right">
                {t('rows')}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {values.map((one) => (
              <Table.Tr key={one.value}>
                <Table.Td>{one.value}</Table.Td>
                <Table.Td ta="right" className="figures">
                  {formatCount(one.rows)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}
