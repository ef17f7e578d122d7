using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Strata.Index.Entity;

/// <summary>Draws of <c>in sample</c>.</summary>
public static class SampleBucket
{
    /// <summary>
    /// The first eight hexadecimal digits of MD5 of <c>salt:id</c> in UTF-8, as a number modulo 10,000: 0 to 9,999, in hundredths of a
    /// percent.
    /// </summary>
    public static int Of(string salt, string id)
    {
        byte[] text = Encoding.UTF8.GetBytes($"{salt}:{id}");
#pragma warning disable CA5351 // MD5 is what the language defines; nothing is kept secret by it.
        byte[] hash = MD5.HashData(text);
#pragma warning restore CA5351
        return (int)(BinaryPrimitives.ReadUInt32BigEndian(hash) % 10_000);
    }
}
