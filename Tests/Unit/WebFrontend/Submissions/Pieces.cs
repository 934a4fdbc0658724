using System.Buffers;
using RetailPulse.WebFrontend.Submissions;

namespace RetailPulse.Tests.Unit.WebFrontend.Submissions;

/// <summary>Bodies that arrive in pieces.</summary>
internal static class Pieces
{
    /// <summary>Gives the reader a body, cut at <paramref name="cuts"/>; what it leaves is repeated with the next piece.</summary>
    public static SubmissionReader Feed(this SubmissionReader reader, byte[] body, params int[] cuts)
    {
        int[] edges = [0, .. cuts.Order(), body.Length];
        byte[] left = [];
        for (var piece = 1; piece < edges.Length; piece++)
        {
            var arrived = Join(left, body.AsMemory(edges[piece - 1]..edges[piece]));
            left = arrived.Slice(reader.Take(arrived, last: piece == edges.Length - 1)).ToArray();
        }

        return reader;
    }

    private static ReadOnlySequence<byte> Join(ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> piece)
    {
        var first = new Segment(left, null);
        var second = new Segment(piece, first);
        return new ReadOnlySequence<byte>(first, 0, second, piece.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            if (previous is null)
                return;
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }
}
