import { useTranslation } from 'react-i18next';
import { fieldLabel } from '@/components/values';
import { ValuesPicker } from '@/components/ValuesPicker';

const fieldsOf = { accounts: ['industry', 'country', 'owner'], contacts: ['seniority', 'department', 'country'] } as const;

/** Narrows a list to values of the fields that are asked for most, chosen among those that there are. */
export function ValueFilters({ of, values, onChange }: { of: 'accounts' | 'contacts'; values: Record<string, string[]>; onChange: (values: Record<string, string[]>) => void }) {
  const { t } = useTranslation('accounts');
  return fieldsOf[of].map((field) => (
    <ValuesPicker
      key={field}
      style={{ flex: '1 1 12rem' }}
      label={fieldLabel(field)}
      placeholder={t('anyValue')}
      field={{ source: of === 'accounts' ? 'account' : 'contact', field, type: 'text' }}
      value={values[field] ?? []}
      onChange={(chosen) => onChange({ ...values, [field]: [...chosen] })}
    />
  ));
}
