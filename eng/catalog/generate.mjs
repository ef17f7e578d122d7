// Regenerates src/Strata.Language/Catalog/Data/taxonomies from the packages in package.json and the files in sources/.
// Usage: npm ci && npm run generate. The result is committed; a build does not run this.
import { generateGeography, generateState } from './geography.mjs';
import { generateIndustry } from './industry.mjs';
import { generateSic } from './sic.mjs';
import { generateProducts } from './technology.mjs';

generateIndustry();
generateGeography();
generateState();
generateSic();
generateProducts();
