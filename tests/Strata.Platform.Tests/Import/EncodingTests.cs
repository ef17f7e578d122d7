using System.Text;
using Strata.Platform.Import;

namespace Strata.Platform.Tests.Import;

public sealed class EncodingTests : IDisposable
{
    private const string Text = "Account ID;Account Name;Annual Revenue;Created Date\r\n1;\"Müller;\r\nSöhne\";1.234,56 €;31.12.2025\r\n2;Café;7,5;01.02.2026\r\n";
    private readonly ImportDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    public static TheoryData<string> Encodings => ["utf-8", "utf-8-bom", "utf-16", "utf-16BE", "iso-8859-1-like"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Semicolons_quoted_lines_decimal_commas_and_points_in_dates_are_read_in_any_encoding(string name)
    {
        byte[] content = name switch
        {
            "utf-8" => Encoding.UTF8.GetBytes(Text),
            "utf-8-bom" => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Text)],
            "utf-16" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Text)],
            "utf-16BE" => [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Text)],
            _ => CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(Text),
        };
        FileReport report = _directory.Import(_directory.File("accounts.csv", content));
        report.Result.Inserted.ShouldBe(2);
        _directory.Texts("SELECT name FROM account ORDER BY id").ShouldBe(["Müller;\r\nSöhne", "Café"]);
        _directory.Scalar<long>("SELECT annual_revenue FROM account WHERE id = '1'").ShouldBe(12_345_600);
        _directory.Scalar<string>("SELECT CAST(created_at AS VARCHAR) FROM account WHERE id = '2'").ShouldBe("2026-02-01 00:00:00");
    }
}
