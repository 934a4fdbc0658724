using System.Buffers;
using System.IO.Pipelines;

namespace RetailPulse.Cli.Input;

/// <summary>Reads visits from NDJSON, with one visit per line.</summary>
internal static class NdjsonVisits
{
    private const int LongestLine = 32 << 20;

    public static async IAsyncEnumerable<SourceVisit> ReadAsync(Stream content, string file)
    {
        var pipe = PipeReader.Create(content, new StreamPipeReaderOptions(leaveOpen: true));
        var pending = 0L;
        for (var line = 1; ; )
        {
            // An incomplete line is searched again from its start, each time with twice as many bytes, so that its cost is linear.
            var read = await pipe.ReadAtLeastAsync((int)Math.Max(1, 2 * pending));
            var buffer = read.Buffer;
            while (TryTakeLine(ref buffer, read.IsCompleted, out var text))
            {
                if (Trim(text) is { Length: > 0 } json)
                    yield return new SourceVisit(InputJson.Visit(json, file, line), line);
                line++;
            }

            if (buffer.Length > LongestLine)
                throw InvalidFile.At(file, line, "the line is longer than 32 MiB");
            pending = buffer.Length;
            pipe.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
                yield break;
        }
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, bool isLast, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }

        line = buffer;
        if (!isLast || buffer.IsEmpty)
            return false;
        buffer = buffer.Slice(buffer.End);
        return true;
    }

    private static byte[] Trim(ReadOnlySequence<byte> line)
    {
        var bytes = line.ToArray();
        var text = bytes.AsSpan();
        if (text.StartsWith("\uFEFF"u8))
            text = text[3..];
        return text.Trim(" \t\r"u8).ToArray();
    }
}
