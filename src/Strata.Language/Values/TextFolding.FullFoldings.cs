using System.Collections.Frozen;

namespace Strata.Language.Values;

public static partial class TextFolding
{
    /// <summary>
    /// What lower-casing leaves to do after NFKC: the folds of Unicode's CaseFolding.txt (15.1) of status C that are no plain lower
    /// case, and of status F (to more than one unit). Those that NFKC has already taken apart do not occur here.
    /// </summary>
    private static readonly FrozenDictionary<char, string> FullFoldings = BuildFullFoldings();

    private static FrozenDictionary<char, string> BuildFullFoldings()
    {
        var folds = new Dictionary<char, string>
        {
            ['\u00DF'] = "ss", // ß
            ['\u03C2'] = "\u03C3", // final sigma
            ['\u0130'] = "i\u0307", // İ, which invariant lower-casing leaves alone
            ['\u01F0'] = "j\u030C",
            ['\u0345'] = "\u03B9", // combining ypogegrammeni
            ['\u0390'] = "\u03B9\u0308\u0301",
            ['\u03B0'] = "\u03C5\u0308\u0301",
            ['\u1E96'] = "h\u0331",
            ['\u1E97'] = "t\u0308",
            ['\u1E98'] = "w\u030A",
            ['\u1E99'] = "y\u030A",
            ['\u1E9E'] = "ss", // ẞ
            ['\u1F50'] = "\u03C5\u0313",
            ['\u1F52'] = "\u03C5\u0313\u0300",
            ['\u1F54'] = "\u03C5\u0313\u0301",
            ['\u1F56'] = "\u03C5\u0313\u0342",
            ['\u1FB6'] = "\u03B1\u0342",
            ['\u1FC6'] = "\u03B7\u0342",
            ['\u1FD2'] = "\u03B9\u0308\u0300",
            ['\u1FD3'] = "\u03B9\u0308\u0301",
            ['\u1FD6'] = "\u03B9\u0342",
            ['\u1FD7'] = "\u03B9\u0308\u0342",
            ['\u1FE2'] = "\u03C5\u0308\u0300",
            ['\u1FE3'] = "\u03C5\u0308\u0301",
            ['\u1FE4'] = "\u03C1\u0313",
            ['\u1FE6'] = "\u03C5\u0342",
            ['\u1FE7'] = "\u03C5\u0308\u0342",
            ['\u1FF6'] = "\u03C9\u0342",
        };
        AddOldCyrillic(folds);
        AddIotaSubscripts(folds);
        AddCherokee(folds);
        return folds.ToFrozenDictionary();
    }

    /// <summary>Greek vowels with iota subscript fold to the vowel followed by a full iota.</summary>
    private static void AddIotaSubscripts(Dictionary<char, string> folds)
    {
        for (int offset = 0; offset < 8; offset++)
        {
            folds[(char)(0x1F80 + offset)] = (char)(0x1F00 + offset) + "\u03B9";
            folds[(char)(0x1F90 + offset)] = (char)(0x1F20 + offset) + "\u03B9";
            folds[(char)(0x1FA0 + offset)] = (char)(0x1F60 + offset) + "\u03B9";
        }

        folds['\u1FB3'] = "\u03B1\u03B9";
        folds['\u1FB2'] = "\u1F70\u03B9";
        folds['\u1FB4'] = "\u03AC\u03B9";
        folds['\u1FB7'] = "\u03B1\u0342\u03B9";
        folds['\u1FC3'] = "\u03B7\u03B9";
        folds['\u1FC2'] = "\u1F74\u03B9";
        folds['\u1FC4'] = "\u03AE\u03B9";
        folds['\u1FC7'] = "\u03B7\u0342\u03B9";
        folds['\u1FF3'] = "\u03C9\u03B9";
        folds['\u1FF2'] = "\u1F7C\u03B9";
        folds['\u1FF4'] = "\u03CE\u03B9";
        folds['\u1FF7'] = "\u03C9\u0342\u03B9";
    }

    /// <summary>Historic variants of Cyrillic letters fold to the letters of today.</summary>
    private static void AddOldCyrillic(Dictionary<char, string> folds)
    {
        const string Letters = "\u0432\u0434\u043E\u0441\u0442\u0442\u044A\u0463\uA64B";
        for (int offset = 0; offset < Letters.Length; offset++)
        {
            folds[(char)(0x1C80 + offset)] = Letters[offset].ToString();
        }
    }

    /// <summary>Cherokee folds to its capital letters, the other way round from every other script.</summary>
    private static void AddCherokee(Dictionary<char, string> folds)
    {
        for (int offset = 0; offset < 0x50; offset++)
        {
            folds[(char)(0xAB70 + offset)] = ((char)(0x13A0 + offset)).ToString();
        }

        for (int offset = 0; offset < 6; offset++)
        {
            folds[(char)(0x13F8 + offset)] = ((char)(0x13F0 + offset)).ToString();
        }
    }
}
