using System.Buffers;
using System.IO.Pipelines;

namespace RetailPulse.WebFrontend.Submissions.Uploads;

/// <summary>Reads the lines of a body while it arrives. At most one line is in memory.</summary>
/// <param name="maxLength">Maximum length of a line, in bytes.</param>
/// <param name="digest">Digest of everything that is read; <see langword="null"/> if none is needed.</param>
internal sealed class LineReader(PipeReader body, int maxLength, BodyDigest? digest)
{
    private ReadOnlySequence<byte> arrived;
    private SequencePosition next;
    private bool began;
    private bool ended;

    /// <summary>Number of the line that was last read, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Whether reading stopped at a line that is too long.</summary>
    public bool TooLong { get; private set; }

    /// <summary>
    /// Returns the next line without its end, which is valid until the next call; <see langword="null"/> after the last line, or if the
    /// line is too long. Must be followed by <see cref="Release"/> before anything else is read.
    /// </summary>
    /// <remarks>
    /// The token alone does not end a wait. Kestrel considers a body unreadable after a canceled read, so that the caller that cancels the
    /// token also calls <see cref="PipeReader.CancelPendingRead"/>.
    /// </remarks>
    public async ValueTask<ReadOnlySequence<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        for (var left = 0L; !ended; )
        {
            // An incomplete line is searched again from its start, each time with twice as many bytes, so that its cost is linear.
            var read = await body.ReadAtLeastAsync((int)Math.Max(1, 2 * left), CancellationToken.None);
            (arrived, next, began) = (read.Buffer, read.Buffer.Start, true);
            if (read.IsCanceled || cancellationToken.IsCancellationRequested)
            {
                Release();
                cancellationToken.ThrowIfCancellationRequested();
                continue;
            }

            var end = arrived.PositionOf((byte)'\n');
            var line = end is { } at ? arrived.Slice(0, at) : arrived;
            if (line.Length > maxLength)
            {
                StopAtLongLine();
                return null;
            }

            if (end is null && !read.IsCompleted)
            {
                left = arrived.Length;
                LeaveForLater();
                continue;
            }

            ended = end is null;
            next = end is { } last ? arrived.GetPosition(1, last) : arrived.End;
            if (ended && arrived.IsEmpty)
                break;
            Number++;
            return WithoutReturn(line);
        }

        Release();
        return null;
    }

    /// <summary>Gives back the line that was returned last.</summary>
    public void Release()
    {
        if (!began)
            return;
        digest?.Add(arrived.Slice(0, next));
        body.AdvanceTo(next);
        began = false;
    }

    private void StopAtLongLine()
    {
        TooLong = ended = true;
        Number++;
        body.AdvanceTo(arrived.End);
        began = false;
    }

    /// <summary>Leaves an incomplete line in the pipe until more of it has arrived.</summary>
    private void LeaveForLater()
    {
        body.AdvanceTo(arrived.Start, arrived.End);
        began = false;
    }

    private static ReadOnlySequence<byte> WithoutReturn(ReadOnlySequence<byte> line)
    {
        if (line.IsEmpty)
            return line;
        var last = line.Slice(line.Length - 1);
        return last.FirstSpan[0] == '\r' ? line.Slice(0, line.Length - 1) : line;
    }
}
