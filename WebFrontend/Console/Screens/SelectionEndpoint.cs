using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Console.Reading;

namespace RetailPulse.WebFrontend.Console.Screens;

/// <summary><c>/photos/selection.csv</c> and <c>/photos/selection.zip</c>: the selected photos as a file.</summary>
internal static class SelectionEndpoint
{
    /// <summary>Size of the pictures in a ZIP, in pixels.</summary>
    private const int Pixels = 960;

    internal static async Task<IResult> CsvAsync(HttpContext context, InProcessApi api, RequestRates rates) =>
        Send(
            await Selection.ReadAsync(context, api, rates),
            "photos.csv",
            CsvRow.ContentType,
            photos => async body => await body.WriteAsync(Table(photos, [], SeparatorOf(context)))
        );

    internal static async Task<IResult> ZipAsync(HttpContext context, InProcessApi api, RequestRates rates) =>
        Send(
            await Selection.ReadAsync(context, api, rates, callsPerPhoto: 2),
            "photos.zip",
            "application/zip",
            photos => WriteZipAsync(context, api, photos)
        );

    private static IResult Send(
        ApiAnswer<IReadOnlyList<ShownPhoto>> selected,
        string file,
        string type,
        Func<IReadOnlyList<ShownPhoto>, Func<Stream, Task>> write
    )
    {
        if (selected.Value is not { } photos)
            return ConsolePage.Refused(selected.Status, selected.Problem, "photos");
        return photos.Count == 0 ? new SeeOther("/photos/sheet") : TypedResults.Stream(write(photos), type, file);
    }

    /// <summary>Returns the separator that the spreadsheet of the person expects; <see langword="null"/> for a file for programs.</summary>
    private static char? SeparatorOf(HttpContext context) =>
        Codes.CellSeparators.TryGetValue(context.Request.Query["spreadsheet"].ToString(), out var separator) ? separator : null;

    /// <summary>Writes one picture after the other, so that only one is in memory. The table says which have none, and why.</summary>
    private static Func<Stream, Task> WriteZipAsync(HttpContext context, InProcessApi api, IReadOnlyList<ShownPhoto> photos) =>
        async body =>
        {
            var pictures = new Dictionary<string, string>();
            using var parts = new ZipParts();
            foreach (var photo in photos)
            {
                var picture = await api.GetBytesAsync(
                    context,
                    $"/api/v1/jobs/{photo.JobId}/visits/{photo.Visit}/images/{photo.Image}/thumbnail",
                    ("size", $"{Pixels}")
                );
                var name = string.Create(CultureInfo.InvariantCulture, $"job-{photo.JobId}-visit-{photo.Visit}-image-{photo.Image}.jpg");
                pictures[photo.Key] = picture.Value is null ? picture.Problem?.Detail ?? "The server does not respond." : name;
                if (picture.Value is null)
                    continue;
                parts.Add(name, picture.Value, CompressionLevel.NoCompression);
                await parts.SendAsync(body);
            }

            parts.Add("photos.csv", Table(photos, pictures, SeparatorOf(context)).Span, CompressionLevel.Fastest);
            parts.End();
            await parts.SendAsync(body);
        };

    /// <param name="pictures">Name of the picture of each photo, or why it has none; empty for a table without this column.</param>
    /// <param name="spreadsheet">Separator that a spreadsheet expects; <see langword="null"/> for a file for programs.</param>
    private static ReadOnlyMemory<byte> Table(IReadOnlyList<ShownPhoto> photos, Dictionary<string, string> pictures, char? spreadsheet)
    {
        var output = new ArrayBufferWriter<byte>();
        var separator = spreadsheet ?? ',';
        if (spreadsheet is not null)
            output.Write("\uFEFF"u8);
        string[] columns =
        [
            "job_id",
            "visit",
            "image",
            "store_id",
            "store_name",
            "area_code",
            "visit_time",
            "status",
            "reason",
            "width",
            "height",
            "perimeter",
            "url",
        ];
        var header = new CsvRow(output, separator);
        foreach (var column in pictures.Count > 0 ? columns.Append("picture") : columns)
            header.Add(column);
        header.End();
        foreach (var photo in photos)
            Write(new CsvRow(output, separator), photo, pictures.GetValueOrDefault(photo.Key));
        return output.WrittenMemory;
    }

    private static void Write(CsvRow row, ShownPhoto photo, string? picture)
    {
        row.Add(photo.JobId);
        row.Add(photo.Visit);
        row.Add(photo.Image);
        row.Add(photo.StoreId);
        row.Add(photo.StoreName);
        row.Add(photo.AreaCode);
        row.Add(photo.VisitTime);
        row.Add(photo.Status);
        row.Add(photo.Reason);
        row.Add(photo.Width);
        row.Add(photo.Height);
        row.Add(photo.Perimeter);
        row.Add(photo.Url);
        if (picture is not null)
            row.Add(picture);
        row.End();
    }
}
