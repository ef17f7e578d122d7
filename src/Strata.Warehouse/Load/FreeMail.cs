using System.Collections.Frozen;

namespace Strata.Warehouse.Load;

/// <summary>Providers of mail to anybody: an address there says nothing about the company. Own compilation of the largest ones.</summary>
public static class FreeMail
{
    private static readonly FrozenSet<string> Domains = FrozenSet.ToFrozenSet(
    [
        "126.com", "139.com", "163.com", "aim.com", "aol.com", "att.net", "bellsouth.net", "bigpond.com", "bluewin.ch", "bol.com.br",
        "bt.com", "btinternet.com", "charter.net", "comcast.net", "cox.net", "earthlink.net", "fastmail.com", "fastmail.fm", "foxmail.com",
        "free.fr", "freenet.de", "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hey.com", "hotmail.be",
        "hotmail.co.uk", "hotmail.com", "hotmail.de", "hotmail.es", "hotmail.fr", "hotmail.it", "hushmail.com", "icloud.com", "inbox.com",
        "interia.pl", "laposte.net", "libero.it", "live.ca", "live.co.uk", "live.com", "live.fr", "live.nl", "mac.com", "mail.com", "mail.ru",
        "mailinator.com", "me.com", "msn.com", "naver.com", "ntlworld.com", "o2.pl", "optonline.net", "orange.fr", "outlook.com", "outlook.de",
        "outlook.fr", "pm.me", "posteo.de", "proton.me", "protonmail.com", "qq.com", "rambler.ru", "rediffmail.com", "rocketmail.com",
        "rogers.com", "sbcglobal.net", "seznam.cz", "sfr.fr", "shaw.ca", "sina.com", "sky.com", "sohu.com", "t-online.de", "talktalk.net",
        "telenet.be", "terra.com.br", "tiscali.it", "tutanota.com", "uol.com.br", "verizon.net", "virgilio.it", "virgin.net", "virginmedia.com",
        "wanadoo.fr", "web.de", "wp.pl", "xtra.co.nz", "yahoo.ca", "yahoo.co.in", "yahoo.co.jp", "yahoo.co.uk", "yahoo.com", "yahoo.com.au",
        "yahoo.com.br", "yahoo.de", "yahoo.es", "yahoo.fr", "yahoo.it", "yandex.com", "yandex.ru", "ymail.com", "zoho.com",
    ],
    StringComparer.Ordinal);

    /// <summary>True for the folded domain of such a provider.</summary>
    public static bool Contains(string domain) => Domains.Contains(domain);
}
