using System.Globalization;
using System.Net;
using System.Text;
using RetailPulse.Client;

namespace RetailPulse.Tests.EndToEnd.Walk;

/// <summary>Reading what became of a job, through one front end or another.</summary>
internal sealed class ReadSteps(Scene scene)
{
    private Job job = null!;

    public IEnumerable<Func<Task>> All =>
        [
            A_job_is_done,
            Jobs_are_listed_by_filters_and_in_pages,
            Images_are_listed_by_filters_and_in_pages,
            An_export_as_NDJSON_has_the_images_of_the_list,
            An_export_as_CSV_has_the_images_of_the_list,
            An_image_without_a_thumbnail_says_why,
            Repeated_photos_are_told,
            Measurements_are_there,
            Failures_of_all_jobs_are_there,
        ];

    private RetailPulseClient Reader => scene.As(WalkKey.Reader, scene.Last);

    private async Task A_job_is_done()
    {
        var id = await scene
            .As(WalkKey.Submitter)
            .SubmitAsync(
                ("S1", [scene.Photo(10), scene.Photo(11), scene.Photo(12)]),
                ("S3", [scene.Gone, scene.Photo(11)]),
                ("S9", [scene.Photo(13)])
            );
        job = await Reader.EndAsync(id, JobStatus.Failed);
        Assert.Equal(new JobCounts(Total: 6, Pending: 0, Running: 0, Measured: 4, Failed: 2, Cancelled: 0), job.Counts);
        Assert.Equal([("http_404", 1L), ("unknown_store", 1L)], job.Failures.Largest.Select(group => (group.Reason, group.Images)).Order());
    }

    private async Task Jobs_are_listed_by_filters_and_in_pages()
    {
        Assert.Equal([job.Id], await IdsAsync(new JobQuery { Area = "20" }));
        Assert.Equal([job.Id], await IdsAsync(new JobQuery { Store = "S3", Status = JobStatus.Failed }));
        Assert.Equal([job.Id], await IdsAsync(new JobQuery { SubmittedFrom = job.SubmittedAt }));
        Assert.Empty(await IdsAsync(new JobQuery { Store = "S3", Status = JobStatus.Completed }));
        var all = await IdsAsync(new JobQuery());
        Assert.Equal(all[1..], await IdsAsync(new JobQuery { SubmittedTo = job.SubmittedAt }));
        Assert.Equal(all.OrderDescending(), await IdsAsync(new JobQuery { PageSize = 1 }));
        var listed = await Reader.Jobs.ListAsync().FirstAsync(listed => listed.Id == job.Id);
        Assert.Equal(
            (job.Status, job.SubmittedAt, job.EndedAt, job.Visits, job.Counts.Total),
            (listed.Status, listed.SubmittedAt, listed.EndedAt, listed.Visits, listed.Images)
        );
    }

    private async Task Images_are_listed_by_filters_and_in_pages()
    {
        var all = await PlacesAsync(new ImageQuery());
        Assert.Equal([(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (2, 0)], all);
        Assert.Equal(all, await PlacesAsync(new ImageQuery { PageSize = 2 }));
        Assert.Equal([(1, 0), (2, 0)], await PlacesAsync(new ImageQuery { Status = ImageStatus.Failed, PageSize = 1 }));
        Assert.Equal([(2, 0)], await PlacesAsync(new ImageQuery { Reason = "unknown_store" }));
        Assert.Equal([(1, 1)], await PlacesAsync(new ImageQuery { Visit = 1, Status = ImageStatus.Measured }));
    }

    private async Task An_export_as_NDJSON_has_the_images_of_the_list()
    {
        var exported = await Reader.Jobs.ExportImagesAsync(job.Id).ToListAsync();
        Assert.Equivalent(await Reader.Jobs.ListImagesAsync(job.Id).ToListAsync(), exported, strict: true);
    }

    private async Task An_export_as_CSV_has_the_images_of_the_list()
    {
        using var written = new MemoryStream();
        await Reader.Jobs.ExportCsvAsync(job.Id, written);
        var lines = Encoding.UTF8.GetString(written.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("visit,image,store_id,visit_time,url,", lines[0]);
        Assert.Equal(await Reader.Jobs.ListImagesAsync(job.Id).Select(Line).ToListAsync(), lines[1..]);
    }

    /// <summary>It is a GIF.</summary>
    private async Task An_image_without_a_thumbnail_says_why()
    {
        var path = $"/api/v1/jobs/{job.Id}/visits/0/images/0/thumbnail?size=160";
        using var response = await scene.SendAsync(
            WalkKey.Reader,
            HttpMethod.Get,
            path,
            front: scene.Last,
            headers: ("Accept", "image/svg+xml")
        );
        Assert.Equal((HttpStatusCode.OK, "image/svg+xml"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    private async Task Repeated_photos_are_told()
    {
        var repeated = Assert.Single(await Reader.Jobs.ListRepeatedPhotosAsync(job.Id).ToListAsync());
        Assert.Equal(new RepeatedPhoto(1, 1, "S3", new SeenPhoto(job.Id, 0, 1, "S1")), repeated);
        var told = (await Reader.GetWholeAsync(job.Id)).RepeatedPhotos;
        Assert.Equal((1, repeated), (told.Images, told.First.Single()));
    }

    private async Task Measurements_are_there()
    {
        var found = Assert.Single(await Reader.Stores.GetMeasurementsAsync(new MeasurementQuery { StoreId = "S3", Area = "20" }));
        Assert.Equal(new Measurement(new DateOnly(2026, 5, 4), ImageServer.Perimeter), Assert.Single(found.Data));
    }

    private async Task Failures_of_all_jobs_are_there()
    {
        var failed = await Reader
            .Failures.ListAsync(new FailureQuery { PageSize = 1 })
            .Where(failure => failure.JobId == job.Id)
            .ToListAsync();
        Assert.Equal(
            [("S3", "20", "http_404"), ("S9", null, "unknown_store")],
            failed.Select(failure => (failure.StoreId, failure.AreaCode, failure.Reason)).Order()
        );
        Assert.Equal(failed, await Reader.Failures.ExportAsync().Where(failure => failure.JobId == job.Id).ToListAsync());
        using var written = new MemoryStream();
        await Reader.Failures.ExportCsvAsync(written, new FailureQuery { Area = "20" });
        Assert.Contains($"\r\n{job.Id},1,0,S3,", Encoding.UTF8.GetString(written.ToArray()));
    }

    /// <summary>No cell of these needs quotes.</summary>
    private static string Line(JobImage image) =>
        string.Join(
            ',',
            image.Visit,
            image.Image,
            image.StoreId,
            image.VisitTime,
            image.Url,
            image.Status,
            image.Reason,
            image.Format,
            image.Width,
            image.Height,
            image.Perimeter,
            image.Bytes,
            image.Attempts,
            string.Join(' ', image.EarlierFailures ?? []),
            image.ElapsedMs,
            image.FinishedAt?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            image.ContentHash,
            image.JobId,
            image.StoreName,
            image.AreaCode,
            image.Reference,
            image.VisitReference
        );

    private async Task<long[]> IdsAsync(JobQuery query) => await Reader.Jobs.ListAsync(query).Select(listed => listed.Id).ToArrayAsync();

    private async Task<(int Visit, int Image)[]> PlacesAsync(ImageQuery query) =>
        await Reader.Jobs.ListImagesAsync(job.Id, query).Select(image => (image.Visit, image.Image)).ToArrayAsync();
}
