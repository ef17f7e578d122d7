using System.Buffers;
using System.Text;
using Strata.Language;
using Strata.Platform.Tracking;

namespace Strata.Platform.Tests.Tracking;

public sealed class WrittenKeyTests
{
    [Theory]
    [InlineData("""{"writeKey": "key", "batch": [}""", "key")]
    [InlineData("""{"batch": [{"writeKey": "another"}, 0], "context": {"writeKey": "another"}, "writeKey": " key "}""", "key")]
    [InlineData("""{"event": "x"}""", null)]
    [InlineData("""{"writeKey": 5}""", null)]
    [InlineData("""{"writeKey": {"a": "b"}}""", null)]
    [InlineData("[]", null)]
    public void The_key_is_found_wherever_it_stands_in_the_body(string body, string? key)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        WrittenKey.Find(new ReadOnlySequence<byte>(bytes)).ShouldBe(key);
        WrittenKey.Find(InPieces(bytes)).ShouldBe(key);
    }

    [Fact]
    public void What_is_no_key_is_not_looked_at()
    {
        string deep = new string('[', 100_000) + new string(']', 100_000);
        WrittenKey.Find(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes($$"""{"a": {{deep}}, "writeKey": "key"}"""))).ShouldBe("key");
        WrittenKey.Find(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes($$"""{"writeKey": "{{new string('k', 300)}}"}"""))).ShouldBeNull();
        Should.Throw<UserErrorException>(() => WrittenKey.Find(new ReadOnlySequence<byte>("{\"a\": }"u8.ToArray()))).Errors[0].Code.ShouldBe("json");
    }

    /// <summary>As the server may have received them: one byte a piece.</summary>
    private static ReadOnlySequence<byte> InPieces(byte[] bytes)
    {
        Piece first = new(bytes.AsMemory(0, 1), null), last = first;
        for (int i = 1; i < bytes.Length; i++)
        {
            last = new Piece(bytes.AsMemory(i, 1), last);
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> bytes, Piece? before)
        {
            Memory = bytes;
            if (before is not null)
            {
                RunningIndex = before.RunningIndex + before.Memory.Length;
                before.Next = this;
            }
        }
    }
}
