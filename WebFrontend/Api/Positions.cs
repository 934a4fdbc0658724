using System.Buffers.Binary;
using System.Text;
using RetailPulse.Jobs;
using RetailPulse.Visits;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.Api;

/// <summary>The encoding of the positions of one kind of list.</summary>
/// <param name="Start">Position before the first entry.</param>
/// <param name="TryRead">Reads a position. A client can send any bytes.</param>
internal sealed record PositionFormat<T>(T Start, Func<T, byte[]> Write, PositionFormat<T>.Reader TryRead)
{
    internal delegate bool Reader(ReadOnlySpan<byte> bytes, out T position);

    /// <summary>
    /// Returns the encoding with which clients can neither read a position nor make one up. A page that examined the rows of other tenants
    /// ends at one of them.
    /// </summary>
    public PositionFormat<T> With(Seal seal)
    {
        var (start, write, read) = (Start, Write, TryRead);
        return new(
            start,
            position => seal.Close(write(position)),
            (ReadOnlySpan<byte> bytes, out T position) =>
            {
                position = start;
                return seal.TryOpen(bytes) is { } open && read(open, out position);
            }
        );
    }
}

/// <summary>The positions of all lists of API v1.</summary>
internal static class Positions
{
    private const char Separator = '/';

    /// <summary>Jobs, newest first, in either order and direction.</summary>
    public static readonly PositionFormat<JobPosition> Jobs = new(new JobPosition(null), WriteJob, TryReadJob);

    /// <summary>Images of a job, by visit and image.</summary>
    public static readonly PositionFormat<ImagePlace> Images = new(
        ImagePlace.Start,
        place => WriteNumber(((long)place.Visit << 32) | (uint)place.Image),
        TryReadImage
    );

    /// <summary>Failures of all jobs, newest first.</summary>
    public static readonly PositionFormat<FailurePosition?> Failures = new(
        null,
        position =>
            WriteText(NumberText.Join(Separator, position!.At.UtcTicks, position.JobId, position.Visit, position.Image, position.Run)),
        TryReadFailure
    );

    /// <summary>Visits of a store, newest first. A visit without a date has an empty one.</summary>
    public static readonly PositionFormat<VisitPlace?> Visits = new(
        null,
        place => WriteText(NumberText.Join(Separator, place!.Date?.UtcTicks, place.JobId, place.Visit)),
        TryReadVisit
    );

    /// <summary>Images of all jobs, those of the newest visits first. A visit without a date has an empty one.</summary>
    public static readonly PositionFormat<PhotoPosition?> Photos = new(
        null,
        position =>
            WriteText(
                NumberText.Join(Separator, position!.Visit.Date?.UtcTicks, position.Visit.JobId, position.Visit.Visit, position.Image)
            ),
        TryReadPhoto
    );

    /// <summary>Stores, by id.</summary>
    public static readonly PositionFormat<string?> Stores = new(null, id => WriteText(id!), TryReadText);

    /// <summary>Areas, by code.</summary>
    public static readonly PositionFormat<string?> Areas = new(null, code => WriteText(code!), TryReadText);

    /// <summary>
    /// Writes the id alone for the jobs that follow it in a list by id, as earlier versions did. Otherwise, the direction and the time of
    /// the end come first.
    /// </summary>
    private static byte[] WriteJob(JobPosition position)
    {
        var id = WriteNumber(position.Place!.JobId);
        if (position is { Back: false, Place.EndedAt: null })
            return id;
        byte[] end = position.Place.EndedAt is { } at ? WriteNumber(at.UtcTicks) : [];
        return [position.Back ? (byte)1 : (byte)0, .. end, .. id];
    }

    private static bool TryReadJob(ReadOnlySpan<byte> bytes, out JobPosition position)
    {
        position = new JobPosition(null);
        var (withDirection, withEnd) = (bytes.Length > sizeof(long), bytes.Length > 1 + sizeof(long));
        if ((withDirection && bytes[0] > 1) || !TryReadNumber(bytes[^Math.Min(bytes.Length, sizeof(long))..], out var id))
            return false;
        DateTimeOffset? end = null;
        if (withEnd)
        {
            if (!TryReadNumber(bytes[1..^sizeof(long)], out var ticks) || ticks < 0 || ticks > DateTime.MaxValue.Ticks)
                return false;
            end = new DateTimeOffset(ticks, TimeSpan.Zero);
        }

        position = new JobPosition(new JobListPlace(id, end), withDirection && bytes[0] == 1);
        return true;
    }

    private static byte[] WriteNumber(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] WriteText(string text) => Encoding.UTF8.GetBytes(text);

    private static bool TryReadNumber(ReadOnlySpan<byte> bytes, out long number) =>
        BinaryPrimitives.TryReadInt64BigEndian(bytes, out number) && bytes.Length == sizeof(long);

    /// <summary>Limits a made-up position to one that can exist.</summary>
    private static bool TryReadImage(ReadOnlySpan<byte> bytes, out ImagePlace place)
    {
        var isNumber = TryReadNumber(bytes, out var number);
        place = isNumber ? new ImagePlace((int)Math.Max(0, number >> 32), Math.Clamp((int)number, -1, int.MaxValue - 1)) : ImagePlace.Start;
        return isNumber;
    }

    private static bool TryReadFailure(ReadOnlySpan<byte> bytes, out FailurePosition? position)
    {
        position =
            NumberText.TrySplit(
                Encoding.UTF8.GetString(bytes),
                Separator,
                out var read,
                DateTime.MaxValue.Ticks,
                long.MaxValue,
                int.MaxValue,
                int.MaxValue,
                int.MaxValue
            ) && read is [{ } ticks, { } job, { } visit, { } image, { } run]
                ? new FailurePosition(new DateTimeOffset(ticks, TimeSpan.Zero), job, (int)visit, (int)image, (int)run)
                : null;
        return position is not null;
    }

    private static bool TryReadVisit(ReadOnlySpan<byte> bytes, out VisitPlace? place)
    {
        place =
            NumberText.TrySplit(
                Encoding.UTF8.GetString(bytes),
                Separator,
                out var read,
                DateTime.MaxValue.Ticks,
                long.MaxValue,
                int.MaxValue
            ) && read is [var ticks, { } job, { } visit]
                ? new VisitPlace(ticks is { } date ? new DateTimeOffset(date, TimeSpan.Zero) : null, job, (int)visit)
                : null;
        return place is not null;
    }

    private static bool TryReadPhoto(ReadOnlySpan<byte> bytes, out PhotoPosition? position)
    {
        position =
            NumberText.TrySplit(
                Encoding.UTF8.GetString(bytes),
                Separator,
                out var read,
                DateTime.MaxValue.Ticks,
                long.MaxValue,
                int.MaxValue,
                int.MaxValue
            ) && read is [var ticks, { } job, { } visit, { } image]
                ? new PhotoPosition(
                    new VisitPlace(ticks is { } date ? new DateTimeOffset(date, TimeSpan.Zero) : null, job, (int)visit),
                    (int)image
                )
                : null;
        return position is not null;
    }

    private static bool TryReadText(ReadOnlySpan<byte> bytes, out string? text)
    {
        text = Encoding.UTF8.GetString(bytes);
        return true;
    }
}
