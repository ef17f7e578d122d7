import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { strings } from './strings';

/** Every text of the app by namespace: a translation is one more object of this shape. */
export const english = strings;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof strings;
  }
}

const translations = createInstance();

void translations.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  defaultNS: 'common',
  ns: Object.keys(english),
  resources: { en: english },
  interpolation: { escapeValue: false },
});

export default translations;
