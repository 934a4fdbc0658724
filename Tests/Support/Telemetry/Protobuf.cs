using System.Buffers.Binary;
using System.Text;

namespace RetailPulse.Tests.Support.Telemetry;

/// <summary>A message in the wire format of Protocol Buffers, whose fields are found by their numbers.</summary>
internal sealed class Protobuf
{
    private readonly List<(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)> fields = [];

    public Protobuf(ReadOnlyMemory<byte> message)
    {
        var at = 0;
        while (at < message.Length)
        {
            var tag = ReadVarint(message.Span, ref at);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    fields.Add((number, ReadVarint(message.Span, ref at), default));
                    break;
                case 1:
                    fields.Add((number, BinaryPrimitives.ReadUInt64LittleEndian(message.Span[at..]), default));
                    at += 8;
                    break;
                case 2:
                    var length = (int)ReadVarint(message.Span, ref at);
                    fields.Add((number, 0, message.Slice(at, length)));
                    at += length;
                    break;
                case 5:
                    fields.Add((number, BinaryPrimitives.ReadUInt32LittleEndian(message.Span[at..]), default));
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"Wire type {tag & 7} at byte {at}.");
            }
        }
    }

    /// <summary>Returns the messages in a field, in order.</summary>
    public IEnumerable<Protobuf> Messages(int number) => All(number).Select(bytes => new Protobuf(bytes));

    public string Text(int number) => Encoding.UTF8.GetString(All(number).LastOrDefault().Span);

    public string Hex(int number) => Convert.ToHexStringLower(All(number).LastOrDefault().Span);

    public ulong Number(int number) => fields.LastOrDefault(field => field.Number == number).Value;

    public bool Has(int number) => fields.Any(field => field.Number == number);

    private IEnumerable<ReadOnlyMemory<byte>> All(int number) => fields.Where(field => field.Number == number).Select(field => field.Bytes);

    private static ulong ReadVarint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
