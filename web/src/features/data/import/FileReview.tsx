import { Alert, Box, Button, Collapse, Group, Paper, Select, Stack, Table, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answered, api } from '@/api/client';
import type { components } from '@/api/schema';
import { formatCount, formatShare } from '@/components/format';
import { notifyFailed } from '@/components/notify';
import { choiceOf, fieldName, fieldTypes, formatBytes, leaveOut, newField, withTarget, type ColumnMapping, type FieldType, type MappedColumn, type PreviewedFile } from './model';

type DateOrder = components['schemas']['DateOrder'];

/** One file: what it seems to be, where its columns go, its first rows, and what stands in the way. */
export function FileReview({ upload, file }: { upload: string; file: PreviewedFile }) {
  const { t } = useTranslation('data');
  const queries = useQueryClient();
  const [rowsShown, rows] = useDisclosure(false);
  const change = useMutation({
    mutationFn: async (body: { as?: string | null; dates?: DateOrder; columns?: ColumnMapping[] | null }) =>
      answered(await api.PUT('/v1/imports/{import}/files/{file}', { params: { path: { import: upload, file: file.file } }, body: { as: body.as ?? null, dates: body.dates ?? null, columns: body.columns ?? null, eventType: null } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['get', '/v1/imports/{import}/preview'] }),
    onError: (error) => notifyFailed(t('failedToDo', { ns: 'common' }), error),
  });
  const looked = formatCount(file.sampledRows);
  return (
    <Paper p="md" withBorder component="section" aria-label={file.name}>
      <Group justify="space-between" align="flex-start" mb="sm">
        <Box style={{ minWidth: 0 }}>
          <Title order={2} size="h4" style={{ overflowWrap: 'anywhere' }}>
            {file.name}
          </Title>
          <Text size="sm" c="dimmed">
            {t('fileFacts', {
              size: formatBytes(file.bytes),
              format: [file.format, file.encoding].filter(Boolean).join(', '),
              rows: file.hasMore ? t('rowsMore', { count: looked as never }) : t('rowsLooked', { count: file.sampledRows, replace: { count: looked } }),
            })}
          </Text>
        </Box>
        {file.format != null && (
          <Group align="flex-end">
            <Select
              label={t('fileIs')}
              allowDeselect={false}
              data={file.kinds.map((kind) => ({ value: kind, label: file.candidates[0]?.kind.split(':')[0] === kind ? `${kind} (${t('kindGuess')})` : kind }))}
              value={file.kind ?? null}
              onChange={(as) => as && change.mutate({ as })}
            />
            <Select
              label={t('dates')}
              allowDeselect={false}
              data={[
                { value: 'unknown', label: t('datesUnknown') },
                { value: 'dayFirst', label: t('datesDayFirst') },
                { value: 'monthFirst', label: t('datesMonthFirst') },
              ]}
              value={file.columns.find((column) => column.dates !== 'unknown')?.dates ?? 'unknown'}
              onChange={(dates) => dates && change.mutate({ as: file.kind ?? null, dates: dates as DateOrder })}
            />
          </Group>
        )}
      </Group>
      <Stack>
        {file.problems.map((problem) => (
          <Alert key={problem.message} role="alert" color="orange" variant="light" title={t('notReady')}>
            <Text size="sm">{problem.message}</Text>
            {problem.fix && <Text size="sm">{t('fix', { ns: 'common', fix: problem.fix })}</Text>}
          </Alert>
        ))}
        {file.columns.length > 0 && (
          <>
            <MappingTable file={file} busy={change.isPending} onChange={(columns) => change.mutate({ as: file.kind ?? null, columns })} />
            <Group>
              <Button variant="default" size="xs" onClick={rows.toggle} aria-expanded={rowsShown}>
                {t('firstRows')}
              </Button>
              {file.isMapped && (
                <Button variant="subtle" size="xs" onClick={() => change.mutate({ as: file.kind ?? null })}>
                  {t('resetMapping')}
                </Button>
              )}
            </Group>
            <Collapse in={rowsShown}>{rowsShown && <FirstRows file={file} />}</Collapse>
          </>
        )}
      </Stack>
    </Paper>
  );
}

function MappingTable({ file, busy, onChange }: { file: PreviewedFile; busy: boolean; onChange: (columns: ColumnMapping[]) => void }) {
  const { t } = useTranslation('data');
  return (
    <Table.ScrollContainer minWidth={720} tabIndex={0} role="region" aria-label={t('mapping')}>
      <Table verticalSpacing="xs" aria-busy={busy}>
        <Table.Caption style={{ captionSide: 'top', textAlign: 'start' }}>{t('mapping')}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('column')}</Table.Th>
            <Table.Th scope="col">{t('examples')}</Table.Th>
            <Table.Th scope="col">{t('filled')}</Table.Th>
            <Table.Th scope="col" miw={230}>
              {t('goesTo')}
            </Table.Th>
            <Table.Th scope="col" miw={150}>
              {t('readAs')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {file.columns.map((column) => (
            <MappingRow key={column.column} file={file} column={column} onChange={onChange} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function MappingRow({ file, column, onChange }: { file: PreviewedFile; column: MappedColumn; onChange: (columns: ColumnMapping[]) => void }) {
  const { t } = useTranslation('data');
  const types: Record<FieldType, string> = {
    text: t('typeText'),
    category: t('typeCategory'),
    number: t('typeNumber'),
    money: t('typeMoney'),
    boolean: t('typeBoolean'),
    date: t('typeDate'),
    set: t('typeSet'),
  };
  const likely = column.suggestions.filter((name) => file.targets.some((target) => target.name === name));
  const rest = file.targets.map((target) => target.name).filter((name) => !likely.includes(name));
  const name = column.isNew ? (column.target ?? '') : fieldName(column.column);
  return (
    <Table.Tr>
      <Table.Th scope="row" style={{ overflowWrap: 'anywhere' }}>
        {column.column}
      </Table.Th>
      <Table.Td maw={260}>
        <Text size="sm" c="dimmed" lineClamp={2}>
          {column.examples.join(' · ')}
        </Text>
        {column.unreadable > 0 && (
          <Text size="sm" c="light-dark(var(--mantine-color-red-9), var(--mantine-color-red-3))">
            {t('unreadable', { count: column.unreadable, example: column.unreadableExample ?? '' })}
          </Text>
        )}
      </Table.Td>
      <Table.Td className="figures">{file.sampledRows === 0 ? '' : formatShare(column.filled / file.sampledRows, 0)}</Table.Td>
      <Table.Td>
        <Select
          aria-label={t('goesToOf', { column: column.column })}
          searchable
          allowDeselect={false}
          value={choiceOf(column)}
          data={[
            { group: t('likely'), items: [{ value: leaveOut, label: t('leaveOut') }, { value: newField, label: t('newField', { name }) }, ...likely.map((value) => ({ value, label: value }))] },
            { group: t('allFields'), items: rest.map((value) => ({ value, label: value })) },
          ]}
          onChange={(choice) => choice !== null && onChange(withTarget(file, column.column, choice, column.type ?? 'text'))}
        />
      </Table.Td>
      <Table.Td>
        {column.isNew ? (
          <Select
            aria-label={t('newFieldType', { name })}
            allowDeselect={false}
            value={column.type ?? 'text'}
            data={fieldTypes.map((value) => ({ value, label: types[value] }))}
            onChange={(type) => type && onChange(withTarget(file, column.column, newField, type as FieldType))}
          />
        ) : (
          <Text size="sm">{column.target == null ? '' : column.type ? types[column.type] : t('key')}</Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function FirstRows({ file }: { file: PreviewedFile }) {
  const { t } = useTranslation('data');
  return (
    <Table.ScrollContainer minWidth={Math.max(400, file.columns.length * 130)} mah={360} tabIndex={0} role="region" aria-label={t('firstRows')}>
      <Table striped>
        <Table.Thead>
          <Table.Tr>
            {file.columns.map((column) => (
              <Table.Th key={column.column} scope="col">
                {column.column}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {file.rows.map((row, index) => (
            <Table.Tr key={index}>
              {file.columns.map((column, cell) => (
                <Table.Td key={column.column}>
                  <Text size="sm" lineClamp={1}>
                    {row[cell] ?? ''}
                  </Text>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
