using System.IO.Pipelines;
using System.Text;
using RetailPulse.Tests.Unit.Grains.Images.Metering;
using RetailPulse.WebFrontend.Submissions.Uploads;

namespace RetailPulse.Tests.Unit.Cli;

/// <summary>Tests how the command line reads files, where it differs from an upload and where its time matters.</summary>
public sealed class InputTests
{
    /// <summary>The difference is documented: <c>docs/command-line.md</c>.</summary>
    [Fact]
    public async Task Blanks_around_a_cell_are_removed_unlike_in_an_upload()
    {
        var file = Encoding.UTF8.GetBytes("store_id,visit_time,image_url\nS1 , t,http://a.example/1\n");
        var read = Assert.Single(new RetailPulse.Cli.Input.CsvVisits(new MemoryStream(file), "photos.csv", _ => { }).Read()).Visit;
        Assert.Equal(("S1", "t"), (read.StoreId, read.VisitTime));

        var reader = new UploadReader(UploadFormat.Csv, PipeReader.Create(new MemoryStream(file)), 10, null);
        var uploaded = Assert.Single((await reader.ReadAsync(CancellationToken.None))!.Visits);
        Assert.Equal(("S1 ", " t"), (uploaded.StoreId, uploaded.VisitTime));
    }

    /// <summary>Searching it again after each read of 4 KiB would take more than ten seconds.</summary>
    [Fact]
    public async Task A_long_line_takes_time_in_proportion_to_its_length()
    {
        var line = new byte[31 << 20];
        Array.Fill(line, (byte)' ');
        var started = ThreadClock.Now;
        await foreach (var visit in RetailPulse.Cli.Input.NdjsonVisits.ReadAsync(new MemoryStream(line), "photos.ndjson"))
            Assert.Fail($"{visit} is blank");
        Assert.InRange(ThreadClock.Now - started, TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }
}
