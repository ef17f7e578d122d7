import { Group, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import { splitColumns } from '../parts/columns';
import { ExplainDrawer } from '../parts/ExplainDrawer';
import { MemberTable } from '../parts/MemberTable';
import type { TabProps } from '../SegmentPage';

const usual = { accounts: ['name', 'domain', 'industry', 'country', 'employees'], contacts: ['first_name', 'last_name', 'title', 'email', 'account.name'] };

/** Who is in, with columns of choice in any order. */
export default function MembersTab({ detail, of, search, onSearch }: TabProps) {
  const { t } = useTranslation('segments');
  const catalog = $api.useQuery('get', '/v1/catalog', {}, { staleTime: 60_000 });
  const [explained, setExplained] = useState<string>();
  const columns = search.columns ? splitColumns(search.columns) : usual[of];
  const kind = of === 'accounts' ? 'account' : 'contact';
  const fields = (catalog.data?.sources ?? []).flatMap((source) =>
    source.name === kind ? source.fields.map((field) => field.name) : source.name === 'account' && of === 'contacts' ? source.fields.map((field) => `account.${field.name}`) : [],
  );
  const why = search.why ?? explained;
  return (
    <>
      <Group mb="sm" align="flex-end">
        <TagsInput
          style={{ flex: '1 1 20rem' }}
          label={t('chooseColumns')}
          description={t('columnsHint')}
          size="sm"
          data={fields}
          value={[...columns]}
          splitChars={[]}
          onChange={(next) => onSearch({ columns: next.length > 0 && next.join() !== usual[of].join() ? next.join(', ') : undefined, sort: undefined })}
        />
      </Group>
      <MemberTable
        segment={detail.segment.name}
        of={of}
        columns={columns}
        sort={search.sort}
        onSort={(sort) => onSearch({ sort })}
        onWhy={(id) => {
          setExplained(id);
          onSearch({ why: id });
        }}
      />
      <ExplainDrawer
        segment={detail.segment.name}
        title={detail.segment.title}
        member={why}
        of={of}
        onClose={() => {
          setExplained(undefined);
          onSearch({ why: undefined });
        }}
      />
    </>
  );
}

